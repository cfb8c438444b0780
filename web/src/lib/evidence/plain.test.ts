import { describe, expect, test } from 'vitest';
import type { Histogram, Series, Span } from '$lib/api/evidence';
import { sourceNumber } from '$lib/api/source';
import { bars, told } from './bars';
import { moved, span } from './brush';
import { citationText, quoted } from './citation';
import { asQuery, citationAddress, citedIn, NONE, toggled } from './filters';
import { chosenLines, columns, measured } from './lines';
import { waterfall } from './waterfall';

describe('a citation in an address', () => {
	test.each<[string, ReturnType<typeof citedIn>]>([
		['source=s9&from=18210&to=18395', { source: 's9', from: 18210, to: 18395 }],
		['source=s9&from=9&to=3', null],
		['source=s9&from=x&to=3', null],
		['from=1&to=3', null],
	])('%s', (text, expected) => {
		expect(citedIn(new URLSearchParams(text))).toEqual(expected);
	});

	test('goes both ways', () => {
		const cited = { source: 's9', from: 1, to: 2 };
		const address = new URL(citationAddress('r1', cited), 'http://postlude.example');
		expect(address.pathname).toBe('/reviews/r1/evidence');
		expect(citedIn(address.searchParams)).toEqual(cited);
	});
});

test('sources have a name and a number', () => {
	expect([sourceNumber('s9'), sourceNumber('9')]).toEqual(['9', '9']);
	expect(asQuery({ ...NONE, source: 's9' }).source).toBe('9');
});

test('a choice is added and taken away', () => {
	expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
	expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

test('a quotation is one line and not too long', () => {
	expect(quoted('  two\n  lines ', 20)).toBe('two lines');
	expect(quoted('a long one', 5)).toBe('a lo…');
});

test('a copied citation says where', () => {
	const original = {
		path: 'a.log',
		format: 'x',
		text: 'it broke\n',
		before: [],
		after: [],
		bytes: [3, 12],
		binary: false,
		size: 12,
	};
	const citation = {
		incident: 'i',
		source: 's1',
		path: 'a.log',
		bytes: [3, 12] as [number, number],
		line: 2,
	};
	expect(citationText({ ...original, bytes: [3, 12] }, citation, 'http://x.example/1')).toBe(
		'it broke\n— a.log, line 2, bytes 3-12\nhttp://x.example/1',
	);
});

describe('a brush', () => {
	test.each<[{ anchor: number; head: number } | null, string, boolean, [number, number] | null]>([
		[null, 'ArrowRight', false, [0, 0]],
		[null, 'ArrowLeft', false, [9, 9]],
		[{ anchor: 3, head: 3 }, 'ArrowRight', false, [4, 4]],
		[{ anchor: 3, head: 3 }, 'ArrowRight', true, [3, 4]],
		[{ anchor: 3, head: 3 }, 'ArrowLeft', true, [2, 3]],
		[{ anchor: 3, head: 3 }, 'End', true, [3, 9]],
		[{ anchor: 9, head: 9 }, 'ArrowRight', false, [9, 9]],
		[{ anchor: 3, head: 3 }, 'a', false, null],
	])('%o after %s', (brush, key, shift, expected) => {
		const after = moved(brush, key, shift, 10);
		expect(after && span(after)).toEqual(expected);
	});
});

describe('a histogram', () => {
	const histogram: Histogram = {
		from: '2026-11-23T00:00:00Z',
		to: '2026-11-23T00:02:00Z',
		step_s: 60,
		severities: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'none'],
		counts: [
			[0, 1, 0, 999, 0, 0, 0],
			[1, 0, 0, 0, 0, 0, 0],
		],
		total: 1001,
		undated: 0,
	};

	test('is told in words', () => {
		expect(told(histogram)).toEqual({ total: 1001, errors: 2, busiest: '2026-11-23T00:00:00.000Z' });
	});

	test('shows one error among a thousand lines', () => {
		const error = bars(histogram, 100, 100).find(({ severity }) => severity === 'error');
		expect(error?.path).toBe('M0 98h49v2h-49z');
	});

	test('has no paths for what is not there', () => {
		expect(bars(histogram, 100, 100).map(({ severity }) => severity)).toEqual(['fatal', 'error', 'info']);
	});
});

describe('a waterfall', () => {
	const made = (span_id: string, parent_id: string | null, start: number, duration_s: number): Span => ({
		span_id,
		parent_id,
		service: null,
		name: span_id,
		start: new Date(start).toISOString(),
		duration_s,
		kind: null,
		status: null,
		status_message: null,
		attributes: {},
		source: 's1',
		bytes: [0, 1],
	});
	const shape = (spans: Span[]) =>
		waterfall(spans).bars.map(({ span, depth }) => `${' '.repeat(depth)}${span.name}`);

	test('callers stand before callees, siblings in order of time', () => {
		const spans = [
			made('c', 'a', 300, 0.1),
			made('b', 'a', 100, 0.1),
			made('a', null, 0, 1),
			made('d', 'b', 150, 0.01),
		];
		expect(shape(spans)).toEqual(['a', ' b', '  d', ' c']);
	});

	test('a span whose caller is missing stands at the left', () => {
		expect(shape([made('a', 'gone', 0, 1), made('b', 'a', 1, 1)])).toEqual(['a', ' b']);
	});

	test('a circle does not hang, and a chain of any depth is drawn', () => {
		expect(shape([made('a', 'b', 0, 1), made('b', 'a', 1, 1)])).toEqual(['a', ' b']);
		const chain = Array.from({ length: 20_000 }, (_, at) => made(`s${at}`, at ? `s${at - 1}` : null, at, 1));
		expect(waterfall(chain).bars).toHaveLength(20_000);
	});

	test('bars are shares of the whole', () => {
		const { bars: drawn, seconds } = waterfall([made('a', null, 0, 2), made('b', 'a', 500, 0.5)]);
		expect(seconds).toBe(2);
		expect(drawn[1]).toMatchObject({ left: 0.25, width: 0.25 });
	});

	test('nothing of nothing', () => {
		expect(waterfall([])).toEqual({ bars: [], seconds: 0 });
	});
});

describe('lines of a series', () => {
	const point = (moment: number, value: number): [number, number, number, number] => [
		moment,
		value,
		value,
		value,
	];
	const series: Series = {
		name: 'queue',
		unit: null,
		step_s: 1,
		left_out: 0,
		lines: [
			{
				labels: { job: 'a', host: '1' },
				points: [point(0, 1), point(1000, 1), point(2000, 1), point(9000, 1)],
			},
			{ labels: { job: 'a', host: '2' }, points: [point(500, 1), point(1500, 9)] },
		],
	};

	test('the one that changes most is first, told apart by what differs', () => {
		expect(chosenLines(series).lines.map((line) => [line.label, line.least, line.most])).toEqual([
			['host=2', 1, 9],
			['host=1', 1, 1],
		]);
	});

	test('a hole is a hole, the moments of others are not', () => {
		const [moments, second, first] = columns(chosenLines(series).lines);
		expect(moments).toEqual([0, 0.5, 1, 1.5, 2, 5.5, 9]);
		expect(second).toEqual([undefined, 1, undefined, 9, undefined, undefined, undefined]);
		expect(first).toEqual([1, undefined, 1, undefined, 1, null, 1]);
	});

	test.each<[number, string | null, string]>([
		[0.0123, 's', '12.3 ms'],
		[4.5, 's', '4.5 s'],
		[12_345_678, 'By', '12.3 MBy'],
		[8, null, '8'],
		[123_456, null, '123 k'],
	])('%d %s', (value, unit, expected) => {
		expect(measured(value, unit)).toBe(expected);
	});
});
