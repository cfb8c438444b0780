import { reviews } from '$lib/api/reviews';
import type { Sitting } from '$lib/api/types';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { ReviewDocument } from '$lib/review/review-document.svelte';
import { groupsOf } from './groups';
import { mapsOf, type Part } from './parts';

/** Who changed what when in a review, page by page, and the way back to how it was. */
export class History {
	open = $state(false);
	/** Only what changed this entry. */
	entry: string | null = $state(null);
	part: Part | null = $state(null);
	busy = $state(false);
	trouble: Trouble | null = $state.raw(null);
	/** Why a moment could not be looked at. */
	refused: Trouble | null = $state.raw(null);
	#sittings: Sitting[] = $state.raw([]);
	/** Null when everything is here. */
	#next: string | null = $state(null);
	/** Counts what was asked for: an answer to an older question is dropped. */
	#asked = 0;

	readonly groups = $derived(groupsOf(this.#sittings));

	constructor(
		private readonly review: string,
		private readonly document: ReviewDocument,
	) {}

	get hasMore(): boolean {
		return this.#next !== null;
	}

	show(entry: string | null = null) {
		this.open = true;
		this.narrow({ entry, part: null });
	}

	/** Somebody followed a line: on a phone the list would hide what it leads to. */
	left() {
		if (matchMedia('(max-width: 48rem)').matches) this.open = false;
	}

	narrow(choice: { entry?: string | null; part?: Part | null }) {
		if (choice.entry !== undefined) this.entry = choice.entry;
		if (choice.part !== undefined) this.part = choice.part;
		void this.load();
	}

	/** From the latest change on. */
	async load() {
		this.#sittings = [];
		this.#next = null;
		await this.#fetch();
	}

	async more() {
		if (!this.busy) await this.#fetch();
	}

	/** Shows the review as it was at `moment`. */
	async lookBack(moment: string) {
		try {
			this.document.lookBack(moment, await reviews.asItWas(this.review, moment));
			this.refused = null;
		} catch (error) {
			this.refused = trouble(error);
		}
	}

	async #fetch() {
		const asked = ++this.#asked;
		this.busy = true;
		try {
			const query = { entry: this.entry, maps: mapsOf(this.part), before: this.#next };
			const { items, next } = await reviews.history(this.review, query);
			if (asked !== this.#asked) return;
			this.#sittings = [...this.#sittings, ...items];
			this.#next = next;
			this.trouble = null;
		} catch (error) {
			if (asked === this.#asked) this.trouble = trouble(error);
		}
		if (asked === this.#asked) this.busy = false;
	}
}
