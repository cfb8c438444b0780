import { expect, test } from 'vitest';
import { inView, reveal } from './viewport';

const tops = [0, 10, 10, 40, 90];

test.each([
	[0, 5, [0, 1]],
	[35, 60, [1, 4]],
	[95, 200, [4, 5]],
	[500, 600, [5, 5]],
])('from %d to %d', (from, to, expected) => expect(inView(tops, 30, from, to)).toEqual(expected));

test('five thousand are found in a few steps, and only those in view', () => {
	const many = Float64Array.from({ length: 5_000 }, (_, at) => at * 60);
	const [first, end] = inView(many, 60, 150_000, 150_800);
	expect([first, end]).toEqual([2_499, 2_514]);
});

test.each([
	['above', 20, 50, 10],
	['below', 400, 50, 260],
	['seen', 120, 50, 100],
])('%s', (_, top, height, expected) =>
	expect(reveal({ top, height }, { top: 100, height: 200 }, 10)).toBe(expected),
);
