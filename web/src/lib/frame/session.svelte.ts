import { sessions } from '$lib/api/session';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { Session } from '$lib/api/types';

/** Who uses the page. */
class CurrentSession {
	value: Session | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);

	/** Asks the server. Never throws: the layout shows what went wrong. */
	async load() {
		try {
			this.value = await sessions.now();
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
		return this.value;
	}

	get person() {
		return this.value?.person ?? null;
	}

	get isAdministrator(): boolean {
		return this.person?.role === 'administrator';
	}

	/** One person on one machine: nothing to log in to, nobody to invite. */
	get single(): boolean {
		return this.value?.mode === 'single';
	}
}

export const session = new CurrentSession();
