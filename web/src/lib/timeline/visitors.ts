import type { Presence } from '$lib/review/types';

export interface Visitor {
	name: string;
	color: string;
}

/** Who is at which entry, by its id. */
export function visitorsOf(present: Presence[]): Map<string, Visitor[]> {
	const visitors = new Map<string, Visitor[]>();
	for (const { page, cursor, name, color } of present) {
		if (page !== 'timeline' || !cursor?.entry) continue;
		const there = visitors.get(cursor.entry);
		if (there) there.push({ name, color });
		else visitors.set(cursor.entry, [{ name, color }]);
	}
	return visitors;
}
