import * as Y from 'yjs';

/** What an edit needs of the review: whose it is, when, and one transaction around it. */
export interface Writer {
	/** Id of the person who writes. */
	readonly person: string;
	/** The moment, RFC 3339 UTC. */
	now(): string;
	newId(): string;
	/** A root map of the document. */
	map(name: string): Y.Map<unknown>;
	/** Runs `change` as one step, which is sent, shown and undone as one. */
	write(change: () => void): void;
}

/** The object `id` of a root map as a shared map; null when it is gone or is a plain object. */
export function stored(writer: Writer, map: string, id: string): Y.Map<unknown> | null {
	const found = writer.map(map).get(id);
	return found instanceof Y.Map ? found : null;
}

/** Sets the fields of `values`; undefined takes a field away. Equal values are left alone, so that nothing is sent. */
export function assign(target: Y.Map<unknown>, values: Record<string, unknown>) {
	for (const [name, value] of Object.entries(values)) {
		if (value === undefined) {
			if (target.has(name)) target.delete(name);
		} else if (target.get(name) !== value) {
			target.set(name, value);
		}
	}
}

/**
 * Makes `text` say `wanted` by changing only what differs, so that two people who type in different places both keep
 * their words.
 */
export function rewrite(text: Y.Text, wanted: string) {
	const now = text.toString();
	if (now === wanted) return;
	let start = 0;
	while (start < now.length && start < wanted.length && now[start] === wanted[start]) start++;
	let end = 0;
	const room = Math.min(now.length, wanted.length) - start;
	while (end < room && now[now.length - 1 - end] === wanted[wanted.length - 1 - end]) end++;
	// Never cut a pair of surrogates apart.
	if (start > 0 && isHighSurrogate(now.charCodeAt(start - 1))) start--;
	if (end > 0 && isHighSurrogate(now.charCodeAt(now.length - end - 1))) end--;
	text.delete(start, now.length - start - end);
	text.insert(start, wanted.slice(start, wanted.length - end));
}

function isHighSurrogate(code: number): boolean {
	return code >= 0xd800 && code <= 0xdbff;
}

/** Sets a shared text that may not be there yet. */
export function setText(target: Y.Map<unknown>, name: string, wanted: string) {
	const text = target.get(name);
	if (text instanceof Y.Text) rewrite(text, wanted);
	else if (wanted !== '' || text !== undefined) target.set(name, new Y.Text(wanted));
}
