import { Attempt } from '$lib/account/attempt.svelte';
import { asks, type Ask, type AskedAs } from '$lib/api/rooms';

export const AS: Record<AskedAs, string> = {
	facilitator: 'facilitator',
	co_facilitator: 'co-facilitator',
	note_taker: 'note-taker',
};

/** Who was asked to help a review, for whoever runs it. */
export class ReviewAsks {
	list: Ask[] = $state.raw([]);
	readonly attempt = new Attempt();

	constructor(readonly review: string) {}

	load() {
		return this.attempt.run(() => this.#load());
	}

	ask(person: string, as: AskedAs, words: string) {
		return this.attempt.run(async () => {
			await asks.ask(this.review, person, as, words);
			await this.#load();
		});
	}

	takeBack(ask: string) {
		return this.attempt.run(async () => {
			await asks.takeBack(this.review, ask);
			await this.#load();
		});
	}

	async #load() {
		this.list = await asks.ofReview(this.review);
	}
}
