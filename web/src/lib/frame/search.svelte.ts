import { reviews, type Found } from '$lib/api/reviews';
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
export function placeOf(found: Found): string {
	const review = `/reviews/${found.review}`;
	if (found.map === 'entries') return `${review}/timeline?entry=${encodeURIComponent(found.id)}`;
	if (found.map === 'notes') return `${review}/timeline?note=${encodeURIComponent(found.id)}`;
	if (found.map === 'comments') return `${review}/timeline?comment=${encodeURIComponent(found.id)}`;
	return review;
}
