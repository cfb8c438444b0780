import { describe, expect, test } from 'vitest';
import { KEPT, PAGE, Pages, pagesOf } from './pages';
import { HIGHEST, VirtualScroll } from './virtual-scroll';

function list(total: number): VirtualScroll {
	const virtual = new VirtualScroll(30);
	virtual.resize(total, 600);
	return virtual;
}

describe('a short list', () => {
	test('is as high as its rows, and scrolls as it is', () => {
		const virtual = list(100);
		expect(virtual.height).toBe(3000);
		virtual.scrolled(900);
		expect([virtual.top, virtual.scrollTop]).toEqual([900, 900]);
		expect(virtual.rows(0)).toEqual([30, 50]);
		expect(virtual.rows(5)).toEqual([25, 55]);
	});

	test('ends at its last row', () => {
		const virtual = list(100);
		virtual.scrolled(99_999);
		expect(virtual.rows(5)).toEqual([75, 100]);
	});
});

describe('ten million rows', () => {
	test('are capped in height', () => {
		expect(list(10_000_000).height).toBe(HIGHEST);
	});

	test('a wheel moves by pixels, not by thousands of rows', () => {
		const virtual = list(10_000_000);
		virtual.scrolled(100);
		expect(virtual.rows(0)[0]).toBe(3);
	});

	test('small steps add up and the bar is put right afterwards', () => {
		const virtual = list(10_000_000);
		for (let step = 1; step <= 50; step++) virtual.scrolled(step * 100);
		expect(virtual.top).toBe(5000);
		virtual.settled(virtual.scrollTop);
		virtual.scrolled(virtual.scrollTop + 30);
		expect(virtual.top).toBeCloseTo(5030, 3);
	});

	test('a dragged bar jumps, and reaches both ends', () => {
		const virtual = list(10_000_000);
		virtual.scrolled((HIGHEST - 600) / 2);
		expect(virtual.rows(0)[0]).toBe(4_999_990);
		virtual.scrolled(HIGHEST - 600);
		expect(virtual.rows(0)[1]).toBe(10_000_000);
		virtual.scrolled(0);
		expect(virtual.rows(0)[0]).toBe(0);
	});

	test.each([0, 1, 4_999_999, 9_999_998, 9_999_999])('row %d can be put into view', (row) => {
		for (const middle of [true, false]) {
			const virtual = list(10_000_000);
			virtual.reveal(row, middle);
			const [first, after] = virtual.rows(0);
			expect(first <= row && row < after).toBe(true);
		}
	});

	test('what is in view already does not move', () => {
		const virtual = list(10_000_000);
		virtual.reveal(5, false);
		expect(virtual.top).toBe(0);
	});
});

test('fewer rows than before: the view stays within them', () => {
	const virtual = list(1000);
	virtual.scrolled(20_000);
	virtual.resize(10, 600);
	expect(virtual.rows(0)).toEqual([0, 10]);
});

describe('pages', () => {
	test.each<[number, number, number[]]>([
		[0, 1, [0]],
		[0, PAGE, [0]],
		[PAGE - 1, PAGE + 1, [0, 1]],
		[5 * PAGE, 5 * PAGE + 10, [5]],
	])('rows %d to %d', (first, after, expected) => {
		expect(pagesOf(first, after)).toEqual(expected);
	});

	test('rows are found by rank, and the page not used for longest goes first', () => {
		const pages = new Pages<string>();
		for (let page = 0; page < KEPT; page++) pages.set(page, [`row ${page * PAGE}`]);
		pages.get(0);
		pages.set(KEPT, ['new']);
		expect(pages.row(0)).toBe('row 0');
		expect(pages.row(PAGE)).toBeUndefined();
		expect(pages.row(KEPT * PAGE)).toBe('new');
	});
});
