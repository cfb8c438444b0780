import { expect, test } from 'vitest';
import type { Timer } from '$lib/api/rooms';
import { ahead, clock, left, spoken } from './timer';

const SERVER = '2026-03-10T13:00:58.800Z';
const at = (text: string) => Date.parse(text);

test('the server is ahead by its time less the middle of the way', () => {
	const check = (asked: number, answered: number, expected: number) =>
		expect(ahead(SERVER, at(SERVER) + asked, at(SERVER) + answered)).toBe(expected);
	check(0, 0, 0);
	check(-100, 100, 0);
	check(-5_000, -4_800, 4_900);
	check(60_000, 60_200, -60_100);
	expect(ahead('soon', 0, 10)).toBe(0);
});

test('browsers with different clocks show the same time left', () => {
	const timer: Timer = { state: 'running', left_s: 241.2, ends: '2026-03-10T13:05:00Z' };
	for (const wrong of [-3_600_000, -1_500, 0, 900, 86_400_000]) {
		const now = at(SERVER) + wrong;
		expect(left(timer, now + 1_200, ahead(SERVER, now, now))).toBeCloseTo(240, 6);
		expect(left(timer, now + 251_200, ahead(SERVER, now, now))).toBeCloseTo(-10, 6);
	}
	expect(left({ state: 'paused', left_s: 90, ends: null }, 0, 0)).toBe(90);
	expect(left({ state: 'stopped', left_s: 0, ends: null }, 0, 0)).toBe(0);
});

test('time left is told as on a clock', () => {
	const check = (seconds: number, expected: string) => expect(clock(seconds)).toBe(expected);
	check(241.2, '4:02');
	check(240, '4:00');
	check(59.01, '1:00');
	check(0, '0:00');
	check(-0.4, '0:00');
	check(-12, '−0:12');
	check(-61.9, '−1:01');
	check(3605, '1:00:05');
	expect(spoken(61)).toBe('up to 2 minutes left');
	expect(spoken(60)).toBe('up to 1 minute left');
	expect(spoken(-5)).toBe('over time by up to 1 minute');
});
