import { expect, test } from 'vitest';
import { across } from './across';
import { itemOf } from './item';
import { railIndex, railsOf } from './rails';
import { entry } from './test-entry';

const start = Date.parse('2026-03-05T14:00:00Z');
const at = (second: number) => new Date(start + second * 1000).toISOString();

/** Entries are `second service end`, a second is a pixel; expected are `x end top` and how many found no room. */
function check(entries: [number, string, number | null][], expected: string[], more = 0) {
	const items = entries.map(([second, service, end], index) =>
		itemOf(
			entry(String(index).padStart(2, '0'), {
				kind: 'errors',
				service,
				title: '',
				time: at(second),
				end: end === null ? null : at(end),
			}),
		),
	);
	const rails = railsOf(items, 9, false);
	const made = across(
		items,
		(item) => item.time,
		{ from: start, to: start + 500_000 },
		500,
		rails,
		(item) => railIndex(rails, item),
		() => 20,
	);
	expect(made.placed.map(({ x, end, top }) => `${x} ${end} ${top}`)).toEqual(expected);
	expect(made.lanes.reduce((sum, lane) => sum + lane.more, 0)).toBe(more);
}

test('true to scale, on its lane', () =>
	check(
		[
			[10, 'a', null],
			[100, 'a', 200],
			[100, 'b', null],
		],
		['10 28 3', '100 200 3', '100 118 31'],
	));
test('what would lie over another goes below', () =>
	check(
		[
			[10, 'a', 400],
			[100, 'a', null],
		],
		['10 400 3', '100 118 25'],
	));
test('what is outside is not drawn', () =>
	check(
		[
			[900, 'a', null],
			[-300, 'a', -250],
			[-300, 'b', 20],
		],
		['-300 20 31'],
	));
test('a full lane counts the rest', () => {
	const many = Array.from({ length: 10 }, (): [number, string, null] => [10, 'a', null]);
	check(
		many,
		many.slice(0, 8).map((_, row) => `10 28 ${3 + row * 22}`),
		2,
	);
});
test('nothing', () => check([], []));
