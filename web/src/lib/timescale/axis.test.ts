import { expect, test } from 'vitest';
import { axisTicks, cuts } from './axis';
import { elastic } from './elastic';

const MINUTE = 60_000;
const start = Date.parse('2026-03-05T23:50:00Z');

function scale(minutes: number[], pixels: number) {
	return elastic(
		minutes.map((minute) => ({ time: start + minute * MINUTE, height: 10, column: 0 })),
		{ scale: pixels / MINUTE, columns: 1, gap: 0, longest: 400, margin: 0 },
	);
}

test('round times, and each day once', () => {
	const { knots } = scale([0, 9, 20], 10);
	const made = axisTicks(knots, 0, 1_000, 40, 'UTC');
	expect(made.map(({ label, day, position }) => `${day ?? ''} ${label} ${position}`)).toEqual([
		'Thu 5 Mar 23:50 0',
		' 23:55 50',
		'Fri 6 Mar 00:00 100',
		' 00:05 150',
		' 00:10 200',
	]);
});

test('ticks keep their distance where entries lie close', () => {
	const { knots } = scale([0, 1, 2, 3, 4, 5], 1);
	const made = axisTicks(knots, 0, 1_000, 40, 'UTC');
	made
		.slice(1)
		.forEach((tick, at) => expect(tick.position - (made[at]?.position ?? 0)).toBeGreaterThanOrEqual(32));
});

test('long nothing is told, not drawn', () => {
	const { knots } = scale([0, 1, 900], 1);
	expect(cuts(knots, 0, 1_000)).toEqual([{ from: 10, to: 410, length: 899 * MINUTE }]);
	expect(axisTicks(knots, 0, 1_000, 40, 'UTC')).toEqual([]);
	expect(cuts(knots, 411, 1_000)).toEqual([]);
	expect(cuts([], 0, 10)).toEqual([]);
});
