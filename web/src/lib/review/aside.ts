import type * as Y from 'yjs';

/** What a person had written when the server refused it: kept so that no word is lost. */
export interface Aside {
	when: string;
	code: string;
	message: string;
	hint: string | null;
	/** The words, one piece an object. */
	texts: string[];
}

/** Where people write words, and in which fields. */
const WORDS: Record<string, string[]> = {
	entries: ['title', 'text', 'time'],
	notes: ['text'],
	comments: ['text'],
	groups: ['title'],
	questions: ['text'],
};

/** Which objects were changed here and are not known to be saved: `map/id`. */
export class Touched {
	#keys = new Set<string>();

	/** Notes what a transaction of this page changed. */
	note(transaction: Y.Transaction, document: Y.Doc) {
		for (const name of Object.keys(WORDS)) {
			const root = document.getMap(name);
			for (const [type, changed] of transaction.changed) {
				if ((type as unknown) === root) for (const id of changed) if (id) this.#keys.add(`${name}/${id}`);
				const id = idWithin(type as unknown as Y.AbstractType<unknown>, root);
				if (id) this.#keys.add(`${name}/${id}`);
			}
		}
	}

	clear() {
		this.#keys.clear();
	}

	/** The words of all that was touched, as `document` has them now. */
	texts(document: Y.Doc): string[] {
		return [...this.#keys].sort().flatMap((key) => words(document, key) ?? []);
	}
}

function idWithin(type: Y.AbstractType<unknown>, root: unknown): string | null {
	let at = type;
	while (at.parent && (at.parent as unknown) !== root) at = at.parent as Y.AbstractType<unknown>;
	return at.parent ? (at._item?.parentSub ?? null) : null;
}

function words(document: Y.Doc, key: string): string | null {
	const [map = '', id = ''] = key.split('/');
	const all = document.getMap(map).toJSON() as Record<string, Record<string, unknown> | undefined>;
	const parts = (WORDS[map] ?? [])
		.map((field) => all[id]?.[field])
		.filter((part) => typeof part === 'string');
	return parts.length ? parts.join('\n') : null;
}

const stored = (review: string) => `postlude.aside.${review}`;

/** What was refused in this review before, in this browser. */
export function asides(review: string): Aside[] {
	try {
		return JSON.parse(localStorage.getItem(stored(review)) ?? '[]') as Aside[];
	} catch {
		return [];
	}
}

export function forgetAsides(review: string) {
	localStorage.removeItem(stored(review));
}

export function keepAsides(review: string, list: Aside[]) {
	try {
		localStorage.setItem(stored(review), JSON.stringify(list));
	} catch {
		// Shown on this page only, then.
	}
}
