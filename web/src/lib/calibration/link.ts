/*
 * A link of a calibration carries its key behind the `#`, where no server and no log in between sees it. It is kept in this
 * browser while its person logs in, and, where there are no accounts, as long as the calibration is answered.
 */

const KEY = 'postlude.calibration';

/** A link that was opened without an account: the calibration and the key of the next request. */
export interface OpenLink {
	id: string;
	key: string;
}

/** Keeps the key for after the log-in; only for this tab. */
export function keepForLater(key: string) {
	store(() => sessionStorage.setItem(KEY, key));
}

/** The key that was kept, which is then kept no longer. */
export function keptForLater(): string {
	let key = '';
	store(() => {
		key = sessionStorage.getItem(KEY) ?? '';
		sessionStorage.removeItem(KEY);
	});
	return key;
}

export function keepOpen(link: OpenLink | null) {
	store(() => (link ? localStorage.setItem(KEY, JSON.stringify(link)) : localStorage.removeItem(KEY)));
}

export function keptOpen(): OpenLink | null {
	let kept: OpenLink | null = null;
	store(() => (kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as OpenLink | null));
	return kept;
}

/** A browser that keeps nothing asks for the link again. */
function store(what: () => void) {
	try {
		what();
	} catch {
		// Nothing kept, nothing found.
	}
}
