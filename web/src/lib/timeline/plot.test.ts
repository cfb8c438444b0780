import { expect, test } from 'vitest';
import { across, inWords, path, readSeries, short } from './plot';

const plot = { label: 'requests failed', start: '2026-03-05T14:00:00Z', step_s: 10, values: [0, null, 4, 2] };

test('a series is read', () => {
	const series = readSeries(plot);
	expect(series && inWords(series)).toBe('requests failed: from 0 to 4, 1 of 4 places without a value');
	expect(series && across(series, series.start + 15_000, 90)).toBe(45);
	expect(series && across(series, series.start - 1, 90)).toBeNull();
});

test.each([
	null,
	5,
	{},
	{ ...plot, start: 'soon' },
	{ ...plot, values: [null, 'a'] },
	{ ...plot, values: 3 },
])('nothing to draw: %j', (odd) => expect(readSeries(odd)).toBeNull());

test.each([
	[[0, 1, 2], 'M0 10L5 5L10 0'],
	[[3, 3], 'M0 5L10 5'],
	[[1, null, 3], 'M0 10h1M10 0h1'],
	[[7], 'M0 5h1'],
])('%j', (values, expected) => expect(path(values, 10, 10)).toBe(expected));

test.each([
	[0, '0'],
	[0.000_15, '1.5e-4'],
	[12.345, '12.3'],
	[1_234_567, '1.2e6'],
	[-4, '-4'],
])('%d', (value, expected) => expect(short(value)).toBe(expected));
