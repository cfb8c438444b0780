import { describe, expect, test } from 'vitest';
import { elastic, positionOf, timeAt, type Box } from './elastic';

const SETUP = { scale: 1, columns: 2, gap: 2, longest: 100, margin: 10 };

/** Boxes are `time height column`; expected are their upper edges. */
function check(boxes: [number, number, number][], expected: number[], setup = SETUP) {
	const made = elastic(
		boxes.map(([time, height, column]) => ({ time, height, column })),
		setup,
	);
	expect([...made.tops]).toEqual(expected);
	return made;
}

describe('places', () => {
	test('nothing', () => expect(check([], []).height).toBe(20));
	test('distances follow time', () =>
		check(
			[
				[0, 5, 0],
				[20, 5, 0],
				[50, 5, 0],
			],
			[10, 30, 60],
		));
	test('no overlap within a column', () =>
		check(
			[
				[0, 30, 0],
				[1, 30, 0],
			],
			[10, 42],
		));
	test('beside each other in two columns', () =>
		check(
			[
				[0, 30, 0],
				[1, 30, 1],
			],
			[10, 11],
		));
	test('what is later is never higher', () =>
		check(
			[
				[0, 30, 0],
				[1, 30, 0],
				[2, 5, 1],
			],
			[10, 42, 43],
		));
	test('long nothing is cut short', () => {
		const made = check(
			[
				[0, 5, 0],
				[5_000, 5, 0],
			],
			[10, 110],
		);
		expect(made.knots.map((knot) => knot.cut)).toEqual([false, true]);
	});
	test('a column that is not there is the nearest', () =>
		check(
			[
				[0, 5, 7],
				[0, 5, -1],
			],
			[10, 10],
		));
});

describe('there and back', () => {
	const boxes: Box[] = [0, 0, 3, 50, 51, 4_000].map((time, at) => ({ time, height: 20, column: at % 2 }));
	const { knots, tops } = elastic(boxes, SETUP);
	test('a thing stands at its time', () =>
		boxes.forEach((box, at) => expect(positionOf(knots, box.time, 1)).toBeLessThanOrEqual(tops[at] ?? 0)));
	test.each([1, 2, 20, 50.5, 900, 3_999])('%d ms', (time) => {
		expect(timeAt(knots, positionOf(knots, time, 1))).toBeCloseTo(time, 6);
	});
	test('positions never fall', () => {
		let before = -Infinity;
		for (let time = -50; time < 4_100; time += 7) {
			const position = positionOf(knots, time, 1);
			expect(position).toBeGreaterThanOrEqual(before);
			before = position;
		}
	});
	test('outside', () => {
		expect(timeAt(knots, -5)).toBe(0);
		expect(timeAt(knots, 1e9)).toBe(4_000);
		expect(timeAt([], 5)).toBeNaN();
		expect(positionOf([], 5, 1)).toBe(0);
	});
});
