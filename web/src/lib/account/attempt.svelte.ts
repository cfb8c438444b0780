import { trouble, type Trouble } from '$lib/api/trouble';

/** One thing a form does: whether it runs, and what went wrong the last time. */
export class Attempt {
	busy = $state(false);
	trouble: Trouble | null = $state.raw(null);

	/** Runs `what`; whether it went well. A second press while it runs does nothing. */
	async run(what: () => Promise<void>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		try {
			await what();
			this.trouble = null;
			return true;
		} catch (error) {
			this.trouble = trouble(error);
			return false;
		} finally {
			this.busy = false;
		}
	}
}
