import { expect, test } from 'vitest';
import { stepFor, ticks, zoneOffset } from './ticks';

const at = (text: string) => Date.parse(text);

function check(from: string, to: string, step: number, zone: string, expected: string[]) {
	const made = ticks(at(from), at(to), step, zone);
	expect(made.map(({ label, day }) => (day ? `${day} | ${label}` : label))).toEqual(expected);
}

test('the step is the least that people count in', () => {
	expect([0.2, 3, 700, 4_000, 61_000, 5 * 3_600_000, 90_000_000].map(stepFor)).toEqual([
		1,
		5,
		1_000,
		5_000,
		120_000,
		6 * 3_600_000,
		2 * 86_400_000,
	]);
});

test('minutes, with the day on the first of each day', () => {
	check('2026-03-05T23:58:10Z', '2026-03-06T00:01:00Z', 60_000, 'UTC', [
		'Thu 5 Mar | 23:59',
		'Fri 6 Mar | 00:00',
		'00:01',
	]);
});

test('milliseconds', () => {
	check('2026-03-05T14:09:41.118Z', '2026-03-05T14:09:41.124Z', 2, 'UTC', [
		'Thu 5 Mar | 14:09:41.118',
		'14:09:41.120',
		'14:09:41.122',
		'14:09:41.124',
	]);
});

test('days', () => {
	check('2026-03-05T12:00:00Z', '2026-03-07T12:00:00Z', 86_400_000, 'UTC', [
		'Fri 6 Mar | Fri 6 Mar',
		'Sat 7 Mar | Sat 7 Mar',
	]);
});

test('round times are those of the zone', () => {
	check('2026-03-05T00:00:00Z', '2026-03-05T02:00:00Z', 3_600_000, 'Asia/Kolkata', [
		'Thu 5 Mar | 06:00',
		'07:00',
	]);
});

test('the clocks are changed in between', () => {
	check('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', 86_400_000, 'Europe/Berlin', [
		'Sun 29 Mar | Sun 29 Mar',
		'Mon 30 Mar | Mon 30 Mar',
	]);
	expect(zoneOffset(at('2026-03-29T12:00:00Z'), 'Europe/Berlin')).toBe(7_200_000);
});

test('what makes no axis makes no ticks', () => {
	check('2026-03-05T00:00:00Z', '2027-03-05T00:00:00Z', 1, 'UTC', []);
	expect(ticks(NaN, 1, 1, 'UTC')).toEqual([]);
});
