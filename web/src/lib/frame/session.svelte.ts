import { sessions } from '$lib/api/session';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { Session } from '$lib/api/types';

/** Where it is kept who used this browser last, so that their reviews open while the server is away. */
const KEPT = 'postlude.session';

/** Who uses the page. */
class CurrentSession {
	value: Session | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);

	/**
	 * Asks the server; while it is away, it is whoever used this browser last. Never throws: the layout shows what went
	 * wrong.
	 */
	async load() {
		try {
			this.value = await sessions.now();
			this.trouble = null;
			keep(this.value);
		} catch (error) {
			this.trouble = trouble(error);
			if (this.trouble.status === 0) this.value ??= kept();
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

/** Keeps who is logged in; somebody who is not, or not any more, opens nothing offline. */
function keep(session: Session) {
	try {
		if (session.person) localStorage.setItem(KEPT, JSON.stringify(session));
		else localStorage.removeItem(KEPT);
	} catch {
		// A browser that keeps nothing opens nothing offline.
	}
}

function kept(): Session | null {
	try {
		return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Session | null;
	} catch {
		return null;
	}
}

export const session = new CurrentSession();
