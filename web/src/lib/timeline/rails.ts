import type { Item } from './item';

/** A line of a lane, down the page or across it. */
export interface Rail {
	name: string;
	lane: string;
	count: number;
}

export const OTHERS = 'others';
const NOTES_RAIL = 'notes';

/**
 * The lines to draw: changes first, then services by how much is told of them, then people by role, then notes. Services
 * beyond `most` share one.
 */
export function railsOf(items: Item[], most: number, notes: boolean): Rail[] {
	const counts = new Map<string, Rail>();
	for (const { rail, lane } of items) {
		const key = `${lane}\n${rail}`;
		const there = counts.get(key);
		if (there) there.count += 1;
		else counts.set(key, { name: rail, lane, count: 1 });
	}
	const of = (lane: string) =>
		[...counts.values()]
			.filter((rail) => rail.lane === lane)
			.sort((left, right) => right.count - left.count || left.name.localeCompare(right.name));
	const services = of('machine');
	const shown = services.length > most ? services.slice(0, most - 1) : services;
	const rest = services.slice(shown.length);
	const others = { name: OTHERS, lane: 'machine', count: rest.reduce((sum, { count }) => sum + count, 0) };
	const changes = of('changes').length > 0 ? of('changes') : [];
	const last = [...of('people'), ...of('notes')];
	if (notes && !last.some(({ name }) => name === NOTES_RAIL))
		last.push({ name: NOTES_RAIL, lane: 'notes', count: 0 });
	return [...changes, ...shown, ...(rest.length > 0 ? [others] : []), ...last];
}

export function sameRail(left: Rail, right: Rail): boolean {
	return left.name === right.name && left.lane === right.lane && left.count === right.count;
}

/** On which of `rails` an item lies. */
export function railIndex(rails: Rail[], item: Pick<Item, 'rail' | 'lane'>): number {
	const own = rails.findIndex(({ name, lane }) => name === item.rail && lane === item.lane);
	return own >= 0 ? own : rails.findIndex(({ name }) => name === OTHERS);
}
