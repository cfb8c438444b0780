import { describe, expect, test } from 'vitest';
import { duration, signedDuration } from './duration';
import { format, fullText, isZone } from './format';
import { fromLocal } from './local';
import { compareMoments, milliseconds, parseMoment, rfc3339 } from './moment';
import { ticks } from './ticks';

describe('a moment is read', () => {
	test.each<[string | null, [number, number, number] | null]>([
		['2026-11-23T00:51:41Z', [1795395101, 0, 0]],
		['2026-11-23T00:51:41.102Z', [1795395101, 102_000_000, 3]],
		['2026-11-23T00:51:41.123456789Z', [1795395101, 123_456_789, 9]],
		['2026-11-23T06:21:41.5+05:30', [1795395101, 500_000_000, 1]],
		['2026-11-23 00:51:41Z', [1795395101, 0, 0]],
		['1969-12-31T23:59:59.25Z', [-1, 250_000_000, 2]],
		['2026-13-41T00:00:00Z', null],
		['yesterday', null],
		[null, null],
	])('%s', (text, expected) => {
		const moment = parseMoment(text);
		expect(moment && [moment.seconds, moment.nanoseconds, moment.digits]).toEqual(expected);
	});
});

describe('a moment is shown with its date, in the zone asked for', () => {
	test.each<[string, string, number | undefined, string]>([
		['2026-11-23T00:51:41.102Z', 'UTC', undefined, '2026-11-23 00:51:41.102 UTC'],
		['2026-11-23T00:51:41.123456789Z', 'UTC', undefined, '2026-11-23 00:51:41.123456789 UTC'],
		['2026-11-23T00:51:41.102Z', 'UTC', 0, '2026-11-23 00:51:41 UTC'],
		['2026-11-23T00:51:41Z', 'America/New_York', undefined, '2026-11-22 19:51:41 UTC-05:00'],
		['2026-11-23T18:45:00Z', 'Asia/Kolkata', undefined, '2026-11-24 00:15:00 UTC+05:30'],
		['2026-07-01T12:00:00Z', 'Europe/Berlin', undefined, '2026-07-01 14:00:00 UTC+02:00'],
		['2026-11-23T00:00:00Z', 'UTC', undefined, '2026-11-23 00:00:00 UTC'],
	])('%s in %s', (text, zone, digits, expected) => {
		const shown = format(text, zone, digits);
		expect(shown && `${shown.date} ${shown.time} ${shown.offset}`).toBe(expected);
	});

	test('the day has no year and no leading zero', () => {
		expect(format('2026-11-03T00:00:00Z', 'UTC')?.day).toBe('Tue 3 Nov');
	});

	test('what is no moment is shown as it is', () => {
		expect(fullText('soon', 'UTC')).toBe('soon');
		expect(fullText(null, 'UTC')).toBe('no time');
	});

	test('zones are known by name', () => {
		expect([isZone('Europe/Berlin'), isZone('Nowhere/Land')]).toEqual([true, false]);
	});
});

describe('what clocks show becomes a moment', () => {
	test.each<[string, string, string | null]>([
		['2026-11-23T00:51:41', 'UTC', '2026-11-23T00:51:41Z'],
		['2026-11-23T00:51', 'UTC', '2026-11-23T00:51:00Z'],
		['2026-11-23T01:51:41.1025', 'Europe/Berlin', '2026-11-23T00:51:41.1025Z'],
		['2026-07-01T14:00:00', 'Europe/Berlin', '2026-07-01T12:00:00Z'],
		// A clock that is put back shows this twice; the first is meant.
		['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
		['2026-11-24T00:15:00', 'Asia/Kolkata', '2026-11-23T18:45:00Z'],
		['at noon', 'UTC', null],
	])('%s in %s', (local, zone, expected) => {
		expect(fromLocal(local, zone)).toBe(expected);
	});
});

test('milliseconds keep a fraction, and go back', () => {
	expect(milliseconds('1970-01-01T00:00:01.0005Z')).toBe(1000.5);
	expect(rfc3339(1000.5)).toBe('1970-01-01T00:00:01.000500Z');
	expect(rfc3339(1000)).toBe('1970-01-01T00:00:01.000Z');
	expect(milliseconds('never')).toBeNaN();
});

test('moments are in order to the nanosecond, those without one last', () => {
	const moments = [
		'2026-01-01T00:00:00.000000002Z',
		null,
		'2026-01-01T00:00:00.000000001Z',
		'2025-01-01T00:00:00Z',
	];
	expect(moments.sort(compareMoments)).toEqual([
		'2025-01-01T00:00:00Z',
		'2026-01-01T00:00:00.000000001Z',
		'2026-01-01T00:00:00.000000002Z',
		null,
	]);
});

describe('a length of time is told in two units at most', () => {
	test.each<[number, string]>([
		[0, '0 s'],
		[0.0016, '1.6 ms'],
		[0.000036, '36 µs'],
		[0.5, '500 ms'],
		[6, '6 s'],
		[196.999837, '3 min 17 s'],
		[-19800, '−5 h 30 min'],
		[7200, '2 h'],
		[90_000, '1 d 1 h'],
	])('%d', (seconds, expected) => {
		expect(duration(seconds)).toBe(expected);
	});

	test('an offset has its sign', () => {
		expect([signedDuration(197), signedDuration(-197)]).toEqual(['+3 min 17 s', '−3 min 17 s']);
	});
});

describe('ticks are round where clocks show them', () => {
	const labels = (from: string, to: string, count: number, zone: string) =>
		ticks(Date.parse(from), Date.parse(to), count, zone).map((tick) => `${tick.day}|${tick.label}`);

	test('every five minutes, the day once', () => {
		expect(labels('2026-11-23T00:38:35Z', '2026-11-23T00:53:00Z', 4, 'UTC')).toEqual([
			'Mon 23 Nov|00:40',
			'|00:45',
			'|00:50',
		]);
	});

	test('hours of a zone half an hour off', () => {
		expect(labels('2026-11-23T00:00:00Z', '2026-11-23T03:00:00Z', 3, 'Asia/Kolkata')).toEqual([
			'Mon 23 Nov|06:00',
			'|07:00',
			'|08:00',
		]);
	});

	test('a new day is told', () => {
		expect(labels('2026-11-22T22:30:00Z', '2026-11-23T01:30:00Z', 3, 'UTC')).toEqual([
			'Sun 22 Nov|23:00',
			'Mon 23 Nov|00:00',
			'|01:00',
		]);
	});

	test('nothing for an empty span', () => {
		expect(ticks(5, 5, 4, 'UTC')).toEqual([]);
	});
});
