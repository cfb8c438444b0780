import { expect, test } from 'vitest';
import { momentOf, secondsOf, writtenOf } from './clock-input';

test.each([
	['2026-03-05', '14:09', 'UTC', '2026-03-05T14:09:00Z'],
	['2026-03-05', '9:09:41.1204', 'UTC', '2026-03-05T09:09:41.1204Z'],
	['2026-03-05', '14:09', 'Asia/Kolkata', '2026-03-05T08:39:00Z'],
	['2026-07-05', '00:30', 'Europe/Berlin', '2026-07-04T22:30:00Z'],
	['2026-03-29', '03:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
	['2026-02-30', '14:09', 'UTC', null],
	['2026-03-05', '25:09', 'UTC', null],
	['yesterday', 'noon', 'UTC', null],
])('%s %s %s', (date, time, zone, expected) => expect(momentOf({ date, time }, zone)).toBe(expected));

test('there and back', () => {
	expect(writtenOf('2026-03-05T14:09:41.120Z', 'Asia/Kolkata')).toEqual({
		date: '2026-03-05',
		time: '19:39:41.12',
	});
	expect(writtenOf('2026-03-05T14:09:40Z', 'UTC')).toEqual({ date: '2026-03-05', time: '14:09:40' });
	expect(writtenOf(null, 'UTC')).toEqual({ date: '', time: '' });
});

test.each([
	['30', 30],
	['± 1,5 min', 90],
	['20 ms', 0.02],
	['2 h', 7_200],
	['soon', null],
])('%s', (text, expected) => expect(secondsOf(text)).toBe(expected));
