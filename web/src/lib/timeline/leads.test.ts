import { expect, test } from 'vitest';
import type { TimelineEntry } from '$lib/api/timeline';
import { itemOf } from './item';
import { inWords, LeadItems, weight } from './leads';
import { undecidedWithNext } from './order';
import { entry } from './test-entry';

test.each([
	[0.9, 'Stands out clearly'],
	[0.5, 'Worth looking at first'],
	[0.3, 'Possible'],
	[0.01, 'Weak, but not to be ruled out'],
])('%d', (score, expected) => expect(inWords(score)).toBe(expected));

test('arguments', () => expect([9, -3, 0.4].map(weight)).toEqual(['strong', 'fair', 'slight']));

test('items by id, and by what they tell', () => {
	const items = ['a', 'b'].map((id) => itemOf(entry(id, { kind: 'errors', service: 'cart' })));
	const drafted = { id: 'e7', kind: 'errors', service: 'cart', title: 'b' } as TimelineEntry;
	const lead = { service: 'cart', change: null, since: '', score: 1, reason: '', entries: ['a', 'e7', 'e9'] };
	const found = new LeadItems(items, { entries: [drafted], leads: [lead] });
	expect(found.of(lead).map(({ id }) => id)).toEqual(['a', 'b']);
	expect(found.find(null)).toBeNull();
});

test('undecided order is told by either of two', () => {
	const items = [
		entry('a', { kind: 'errors' }),
		entry('b', { found: { order_undecided_with: ['a'] } }),
		entry('c'),
	];
	expect(undecidedWithNext(items.map(itemOf))).toEqual([true, false, false]);
});
