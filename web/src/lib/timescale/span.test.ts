import { expect, test } from 'vitest';
import { covering, padded, pan, pinch, SHORTEST, within, zoom } from './span';

const bounds = { from: 0, to: 1_000 };

test('zooming keeps what is under the pointer', () => {
	const next = zoom({ from: 100, to: 500 }, 0.5, 200, bounds);
	expect(next).toEqual({ from: 150, to: 350 });
	expect((200 - next.from) / (next.to - next.from)).toBeCloseTo(0.25);
});

test('zooming ends at a millisecond, and at everything', () => {
	expect(zoom({ from: 10, to: 12 }, 0.001, 11, bounds).to - 10.5).toBeCloseTo(SHORTEST);
	expect(zoom({ from: 10, to: 900 }, 10, 11, bounds)).toEqual(bounds);
});

test('panning ends at the edges', () => {
	expect(pan({ from: 100, to: 200 }, -500, bounds)).toEqual({ from: 0, to: 100 });
	expect(pan({ from: 100, to: 200 }, 5_000, bounds)).toEqual({ from: 900, to: 1_000 });
});

test('a longer stretch is cut to the bounds', () =>
	expect(within({ from: -5, to: 5_000 }, bounds)).toEqual(bounds));

test('what covers all', () => {
	expect(covering([5, NaN, 2, 9])).toEqual({ from: 2, to: 9 });
	expect(covering([NaN])).toBeNull();
	expect(padded({ from: 0, to: 100 }, 0.1)).toEqual({ from: -10, to: 110 });
});

function checkPinch(before: [number, number], now: [number, number], expected: [number, number]) {
	const { from, to } = pinch({ from: 400, to: 600 }, before, now, { from: 0, to: 1_000 });
	expect([Math.round(from), Math.round(to)]).toEqual(expected);
}

test('two fingers take along what is under them', () => {
	checkPinch([0.25, 0.75], [0, 1], [450, 550]);
	checkPinch([0.75, 0.25], [1, 0], [450, 550]);
	checkPinch([0.25, 0.75], [0.375, 0.625], [300, 700]);
	checkPinch([0.25, 0.75], [0.35, 0.85], [380, 580]);
	checkPinch([0.25, 0.75], [0.495, 0.505], [0, 1_000]);
	checkPinch([0.5, 0.5], [0.5, 0.5], [400, 600]);
});
