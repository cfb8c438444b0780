import type { Comment, Note } from '$lib/review/types';
import { milliseconds } from '$lib/zone/moment';
import type { Item } from './item';

/** What takes a place on the timeline: an entry, or a note that hangs on a stretch of time. */
export type Row = { id: string; time: number } & ({ item: Item; note: null } | { item: null; note: Note });

const made = new WeakMap<Item, Row>();

/** The row of `item`; the same item at the same time gives the same row, so that it is not drawn again. */
function rowOf(item: Item, time: number): Row {
	const before = made.get(item);
	if (before?.time === time) return before;
	const row: Row = { id: item.id, time, item, note: null };
	made.set(item, row);
	return row;
}

/** Entries (in order of `at`) and the notes that hang on times, in one order. */
export function rowsOf(items: Item[], notes: Note[], at: (item: Item) => number): Row[] {
	const rows: Row[] = items.map((item) => rowOf(item, at(item)));
	const hanging: Row[] = [];
	for (const note of notes) {
		const time = milliseconds(note.from);
		if (!note.on && !Number.isNaN(time)) hanging.push({ id: note.id, time, item: null, note });
	}
	if (hanging.length === 0) return rows;
	return [...rows, ...hanging].sort((left, right) => left.time - right.time);
}

/** Notes by the entry on which they hang, oldest first. Notes of a merged entry hang on the one that tells it. */
export function notesByEntry(notes: Note[], teller: (id: string) => string): Map<string, Note[]> {
	const by = new Map<string, Note[]>();
	for (const note of [...notes].sort(byWriting)) if (note.on) push(by, teller(note.on), note);
	return by;
}

/** Open comments by the entry that they are about, oldest first. */
export function commentsByEntry(comments: Comment[]): Map<string, Comment[]> {
	const by = new Map<string, Comment[]>();
	for (const comment of [...comments].sort(byWriting)) {
		if (comment.on?.map === 'entries') push(by, comment.on.id, comment);
	}
	return by;
}

function byWriting(
	left: { at: string | null; id: string },
	right: { at: string | null; id: string },
): number {
	return (left.at ?? '').localeCompare(right.at ?? '') || left.id.localeCompare(right.id);
}

function push<T>(by: Map<string, T[]>, id: string, value: T) {
	const there = by.get(id);
	if (there) there.push(value);
	else by.set(id, [value]);
}
