import { expect, test } from 'vitest';
import { pack } from './pack';

/** Bars are `lane from to`. */
function check(bars: [number, number, number][], rows: number[], used: number[], most = 3) {
	const made = pack(
		bars.map(([lane, from, to]) => ({ lane, from, to })),
		used.length,
		most,
		2,
	);
	expect([...made.rows]).toEqual(rows);
	expect(made.used).toEqual(used);
}

test('nothing', () => check([], [], [0, 0]));
test('one after the other', () =>
	check(
		[
			[0, 0, 5],
			[0, 7, 9],
		],
		[0, 0],
		[1],
	));
test('too near', () =>
	check(
		[
			[0, 0, 5],
			[0, 6, 9],
		],
		[0, 1],
		[2],
	));
test('lanes do not disturb each other', () =>
	check(
		[
			[0, 0, 5],
			[1, 1, 9],
		],
		[0, 0],
		[1, 1],
	));
test('the first free row is taken', () =>
	check(
		[
			[0, 0, 50],
			[0, 1, 5],
			[0, 8, 9],
		],
		[0, 1, 1],
		[2],
	));
test('a full lane', () =>
	check(
		[
			[0, 0, 9],
			[0, 1, 9],
			[0, 2, 9],
		],
		[0, 1, -1],
		[2],
		2,
	));
test('a lane that is not there', () => check([[4, 0, 9]], [-1], [0]));
