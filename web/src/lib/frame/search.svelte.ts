import { reviews } from '$lib/api/reviews';
import type { Found } from '$lib/api/types';
import { trouble, type Trouble } from '$lib/api/trouble';

/** How long to wait for the next letter before asking, in milliseconds. */
const PAUSE = 150;

/** The search over all reviews that this person may see. */
class Search {
	open = $state(false);
	found: Found[] = $state.raw([]);
	asked = $state('');
	busy = $state(false);
	trouble: Trouble | null = $state.raw(null);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: AbortController | null = null;

	ask(text: string) {
		this.asked = text;
		clearTimeout(this.#timer);
		this.#running?.abort();
		if (!text.trim()) {
			this.found = [];
			this.busy = false;
			return;
		}
		this.busy = true;
		this.#timer = setTimeout(() => void this.#run(text), PAUSE);
	}

	async #run(text: string) {
		const running = (this.#running = new AbortController());
		try {
			this.found = await reviews.search(text, running.signal);
			this.trouble = null;
		} catch (error) {
			if (running.signal.aborted) return;
			this.trouble = trouble(error);
		}
		this.busy = false;
	}
}

export const search = new Search();

/** Where a found thing is shown. */
export function placeOf({ review, map, id }: Found): string {
	return placeIn(review, map, id) ?? `/reviews/${review}`;
}

/** The page that shows an object of a review; null where none does. */
export function placeIn(review: string, map: string, id: string): string | null {
	const names: Record<string, string> = { entries: 'entry', notes: 'note', comments: 'comment' };
	const name = names[map];
	return name ? `/reviews/${review}/timeline?${name}=${encodeURIComponent(id)}` : null;
}
