import { trouble, type Trouble } from '$lib/api/trouble';

/** A list that a page shows: null until it came, and what went wrong the last time. */
export class Listed<T> {
	items: T[] | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);

	constructor(private readonly ask: () => Promise<T[]>) {}

	/** What was shown stays when the server does not answer. */
	async load() {
		try {
			this.items = await this.ask();
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}
}
