import type { Item } from './item';

/** Whether nobody can tell which of the two came first. */
export function isUndecided(left: Item, right: Item): boolean {
	const names = (item: Item, other: Item) =>
		item.entry.machine?.order_undecided_with?.includes(other.id) ?? false;
	return names(left, right) || names(right, left);
}

/** For each item whether its order with the next one is undecided. */
export function undecidedWithNext(items: Item[]): boolean[] {
	return items.map((item, at) => {
		const next = items[at + 1];
		return next ? isUndecided(item, next) : false;
	});
}
