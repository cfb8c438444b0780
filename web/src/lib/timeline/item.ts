import type { Entry, Lane } from '$lib/review/types';
import { milliseconds } from '$lib/zone/moment';

/** An entry as the timeline works with it: its moments are numbers, in milliseconds since 1970. */
export interface Item {
	readonly id: string;
	readonly entry: Entry;
	/** When it happened; not a number when nobody knows. */
	readonly time: number;
	readonly end: number | null;
	/** When it became known; null when nothing shows that it did. */
	readonly known: number | null;
	/** Null for an entry that people added. */
	readonly kind: string | null;
	readonly lane: Lane;
	/** The line of its lane on which it lies: a service, a role, or the lane itself. */
	readonly rail: string;
	/** All that the search looks through, in lower case. */
	readonly words: string;
}

export const LANES: { lane: Lane; title: string }[] = [
	{ lane: 'changes', title: 'Changes and alerts' },
	{ lane: 'machine', title: 'Machine, by service' },
	{ lane: 'people', title: 'People, by role' },
	{ lane: 'notes', title: 'Notes' },
];

export const CHANGES_RAIL = 'changes';

const made = new WeakMap<Entry, Item>();

/** The item of `entry`; the same entry gives the same item. */
export function itemOf(entry: Entry): Item {
	const known = made.get(entry);
	if (known) return known;
	const item = build(entry);
	made.set(entry, item);
	return item;
}

function build(entry: Entry): Item {
	const { machine } = entry;
	const end = milliseconds(entry.end);
	const known = milliseconds(entry.known?.time);
	const words = [entry.title, entry.service, entry.text, machine?.reason, entry.role, ...entry.tags];
	return {
		id: entry.id,
		entry,
		time: milliseconds(entry.time),
		end: Number.isNaN(end) ? null : end,
		known: Number.isNaN(known) ? null : known,
		kind: machine?.kind ?? null,
		lane: entry.lane,
		rail: railOf(entry),
		words: words.filter(Boolean).join('\n').toLowerCase(),
	};
}

function railOf({ lane, service, role }: Entry): string {
	if (lane === 'changes') return CHANGES_RAIL;
	if (lane === 'machine') return service ?? 'no service';
	return role ?? lane;
}
