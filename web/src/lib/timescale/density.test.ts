import { expect, test } from 'vitest';
import { density, highest } from './density';

function check(times: [number, number][], expected: number[][]) {
	const marks = times.map(([time, group]) => ({ time, group }));
	const made = density(marks, { from: 0, to: 100 }, 4, expected.length);
	expect(made.map((row) => [...row])).toEqual(expected);
	return made;
}

test('nothing', () => expect(highest(check([], [[0, 0, 0, 0]]))).toBe(1));
test('each in its part, the end in the last', () =>
	check(
		[
			[0, 0],
			[25, 0],
			[99, 0],
			[100, 0],
		],
		[[1, 1, 0, 2]],
	));
test('by group', () => {
	const made = check(
		[
			[1, 0],
			[2, 1],
			[60, 1],
		],
		[
			[1, 0, 0, 0],
			[1, 0, 1, 0],
		],
	);
	expect(highest(made)).toBe(2);
});
test('outside, no number, no group', () =>
	check(
		[
			[-1, 0],
			[101, 0],
			[NaN, 0],
			[5, 7],
		],
		[[0, 0, 0, 0]],
	));
test('a moment without length', () => {
	const made = density([{ time: 5, group: 0 }], { from: 5, to: 5 }, 3, 1);
	expect(made.map((row) => [...row])).toEqual([[1, 0, 0]]);
});
