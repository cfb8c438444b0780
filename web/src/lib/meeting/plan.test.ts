import { expect, test } from 'vitest';
import { linesOf, proposed, startsOf, whenOf } from './plan';

test('a start carries the zone in which it was typed', () => {
	const check = (local: string, zone: string, expected: string | null) =>
		expect(startsOf(local, zone)).toBe(expected);
	check('2026-03-10T14:00', 'Europe/Berlin', '2026-03-10T14:00:00[Europe/Berlin]');
	check('2026-03-10T14:00:30', 'UTC', '2026-03-10T14:00:30[UTC]');
	check('tomorrow', 'UTC', null);
	check('2026-03-10T14:00', '', null);
});

test('tomorrow at a whole hour of the clocks there is proposed', () => {
	const check = (now: string, zone: string, expected: string) =>
		expect(proposed(Date.parse(now), zone)).toBe(expected);
	check('2026-03-10T13:20:00Z', 'UTC', '2026-03-11T14:00');
	check('2026-03-10T13:20:00Z', 'Asia/Kolkata', '2026-03-11T19:00');
	// The night in which the clocks go forward lies between.
	check('2026-03-28T13:20:00Z', 'Europe/Berlin', '2026-03-29T16:00');
});

test('a meeting is told in the zone of whoever reads', () => {
	const meeting = { starts: '2026-03-10T13:00:00Z', minutes: 90 };
	expect(whenOf(meeting, 'Europe/Berlin')).toBe('Tue 10 Mar, 14:00 – 15:30 (UTC+01:00)');
	expect(whenOf(meeting, 'Asia/Tokyo')).toBe('Tue 10 Mar, 22:00 – 23:30 (UTC+09:00)');
});

test('themes are the lines that say something', () => {
	expect(linesOf(' Who knew what when\n\n  The roll-back ')).toEqual(['Who knew what when', 'The roll-back']);
});
