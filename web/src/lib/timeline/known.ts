import { duration } from '$lib/zone/duration';
import type { Item } from './item';

/** From whose eyes and from which moment the timeline is looked at. */
export interface PointOfView {
	/** Null: anybody. */
	role: string | null;
	/** What came to be known after this moment is greyed; null: nothing is. */
	now: number | null;
}

/** `later`: known, but after the moment looked at. `never`: nothing shows that it was known to them. */
export type Standing = 'known' | 'later' | 'never';

/** Who is told what the monitoring finds, without having to look. */
const WATCHES_MONITORING = 'on-call';

/** When `item` became known to `role` (null: to anybody), in milliseconds; null when nothing shows it. */
export function knownTo(item: Item, role: string | null): number | null {
	const { entry } = item;
	// What people tell of, they knew when they did; a message is known to those who are there.
	const told = item.kind === null || item.kind === 'message';
	const own = entry.known ? item.known : told && !Number.isNaN(item.time) ? item.time : null;
	if (role === null || item.kind === 'message') return own;
	if (told) return entry.role === role || entry.role === null ? own : null;
	const by = entry.known?.by;
	if (by === role || (by === 'monitoring' && role === WATCHES_MONITORING)) return own;
	return null;
}

export function standing(item: Item, { role, now }: PointOfView): Standing {
	const known = knownTo(item, role);
	if (known === null) return role === null && now === null ? 'known' : 'never';
	return now === null || known <= now ? 'known' : 'later';
}

/** Where `item` stands on the scale: when it was, or when it became known. */
export function shownAt(item: Item, known: boolean, role: string | null): number {
	return known ? (knownTo(item, role) ?? item.time) : item.time;
}

/** The roles that entries speak of, in alphabetical order. */
export function rolesOf(items: Item[]): string[] {
	const roles = new Set<string>();
	for (const { entry } of items) {
		if (entry.known) roles.add(entry.known.by);
		if (entry.role) roles.add(entry.role);
	}
	return [...roles].sort();
}

/** How long after it was true something was known, in words. `lag` in seconds; null: not at all. */
export function knownInWords(lag: number | null, by: string | null, role: string | null): string {
	if (lag === null) return role ? `${role} is not seen to have known` : 'nobody is seen to have known';
	const when = `known ${duration(Math.abs(lag))} ${lag < 0 ? 'before' : 'after'}`;
	return by ? `${when}, by ${by}` : when;
}
