import { reviews } from '$lib/api/reviews';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { ReviewCard } from '$lib/api/types';
import { toasts } from '$lib/ui/toasts.svelte';

/** The reviews of the first page, and those in the bin. */
export class Reviews {
	list: ReviewCard[] | null = $state.raw(null);
	bin: ReviewCard[] | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	#next: string | null = $state(null);
	#paged = false;

	async load() {
		try {
			const { items, next } = await reviews.list();
			this.list = items;
			this.#next = next;
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	/** Looks again at what is shown, unless more than the first page is: numbers change while others work. */
	async refresh() {
		if (!this.#paged && document.visibilityState === 'visible') await this.load();
	}

	/** Whether the server has more than the list. */
	get more(): boolean {
		return this.#next !== null;
	}

	async loadMore() {
		if (!this.#next) return;
		try {
			const { items, next } = await reviews.list({ after: this.#next });
			this.#paged = true;
			this.list = [...(this.list ?? []), ...items];
			this.#next = next;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	async loadBin() {
		try {
			this.bin = (await reviews.list({ bin: true })).items;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	async remove(review: ReviewCard) {
		await this.#change(() => reviews.remove(review.id));
		toasts.say(`“${review.title}” lies in the bin for 30 days.`, {
			title: 'Undo',
			run: () => void this.restore(review),
		});
	}

	async restore(review: ReviewCard) {
		await this.#change(() => reviews.restore(review.id));
	}

	async #change(change: () => Promise<void>) {
		try {
			await change();
		} catch (error) {
			this.trouble = trouble(error);
			return;
		}
		await this.load();
		if (this.bin) await this.loadBin();
	}
}
