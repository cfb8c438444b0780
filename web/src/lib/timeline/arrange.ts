import type { Entry, EntryState, Lane } from '$lib/review/types';
import type { Item } from './item';

/** Which entries are shown. Empty sets leave everything in. */
export interface Choice {
	text: string;
	states: ReadonlySet<EntryState>;
	services: ReadonlySet<string>;
	kinds: ReadonlySet<string>;
	lanes: ReadonlySet<Lane>;
}

export interface Arranged {
	/** In order of time. */
	items: Item[];
	/** What each of them tells besides itself, by its id. */
	merged: Map<string, Item[]>;
	/** Chosen, but without a time. */
	undated: Item[];
	/** How many entries there are by state, whatever is chosen; merged ones not counted. */
	counts: Record<EntryState, number>;
	services: string[];
	kinds: string[];
}

/** How far merges are followed; more is a circle (crates/collab/SCHEMA.md). */
const LONGEST_MERGE = 16;

/** Which entry tells `entry` now: itself, or the one that it was merged into. */
export function toldBy(entry: Entry, find: (id: string) => Entry | undefined): Entry {
	let at = entry;
	for (let step = 0; step <= LONGEST_MERGE; step++) {
		const next = at.merged_into ? find(at.merged_into) : undefined;
		if (!next) return at;
		at = next;
	}
	return entry;
}

/**
 * What is shown of `items`, in order of `at`. A merged entry is shown by the one that tells it; the search finds that
 * one by the words of both.
 */
export function arrange(
	items: Item[],
	find: (id: string) => Entry | undefined,
	choice: Choice,
	at: (item: Item) => number,
): Arranged {
	const merged = new Map<string, Item[]>();
	const counts = { candidate: 0, picked: 0, hidden: 0 };
	const services = new Set<string>();
	const kinds = new Set<string>();
	const own: Item[] = [];
	for (const item of items) {
		const { entry } = item;
		const teller = toldBy(entry, find);
		if (teller !== entry) {
			const told = merged.get(teller.id);
			if (told) told.push(item);
			else merged.set(teller.id, [item]);
			continue;
		}
		own.push(item);
		counts[entry.state] += 1;
		if (entry.service) services.add(entry.service);
		kinds.add(item.kind ?? 'people');
	}
	const wanted = choice.text.trim().toLowerCase();
	const chosen = own.filter((item) => isChosen(item, merged.get(item.id), choice, wanted));
	return {
		items: inOrder(chosen, at),
		merged,
		undated: chosen.filter((item) => Number.isNaN(at(item))),
		counts,
		services: [...services].sort(),
		kinds: [...kinds].sort(),
	};
}

function inOrder(items: Item[], at: (item: Item) => number): Item[] {
	const dated = items.map((item) => ({ item, time: at(item) })).filter(({ time }) => !Number.isNaN(time));
	dated.sort((left, right) => left.time - right.time || (left.item.id < right.item.id ? -1 : 1));
	return dated.map(({ item }) => item);
}

function isChosen(item: Item, merged: Item[] | undefined, choice: Choice, wanted: string): boolean {
	const { entry } = item;
	if (choice.states.size > 0 && !choice.states.has(entry.state)) return false;
	if (choice.lanes.size > 0 && !choice.lanes.has(item.lane)) return false;
	if (choice.kinds.size > 0 && !choice.kinds.has(item.kind ?? 'people')) return false;
	if (choice.services.size > 0 && !choice.services.has(entry.service ?? '')) return false;
	if (!wanted) return true;
	return item.words.includes(wanted) || (merged?.some(({ words }) => words.includes(wanted)) ?? false);
}
