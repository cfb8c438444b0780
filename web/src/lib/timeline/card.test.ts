import { expect, test } from 'vitest';
import { CARD, cardHeight, columnOf, columnsFor } from './card';

const letter = (text: string) => text.length * 8;
const PLAIN = { title: 'short', plot: false, extras: false, notes: 0 };
const ONE = 2 * CARD.padding + CARD.head + CARD.line;

test.each([
	['one line', PLAIN, ONE],
	['a plot is higher than a line', { ...PLAIN, plot: true }, ONE - CARD.line + CARD.plot.height],
	['never more lines than fit', { ...PLAIN, title: 'word '.repeat(200) }, ONE + 2 * CARD.line],
	['tags', { ...PLAIN, extras: true }, ONE + CARD.foot],
	['two notes and a count', { ...PLAIN, notes: 9 }, ONE + 3 * CARD.foot],
])('%s', (_, content, expected) => expect(cardHeight(content, 400, letter)).toBe(expected));

test('a narrow card has no plot', () => expect(cardHeight({ ...PLAIN, plot: true }, 200, letter)).toBe(ONE));

test('lanes share columns where there is little room', () => {
	expect([300, 800, 1_300].map(columnsFor)).toEqual([1, 2, 4]);
	expect([0, 1, 2, 3].map((lane) => columnOf(lane, 2))).toEqual([0, 0, 1, 1]);
	expect([0, 1, 2, 3].map((lane) => columnOf(lane, 1))).toEqual([0, 0, 0, 0]);
	expect([0, 1, 2, 3].map((lane) => columnOf(lane, 4))).toEqual([0, 1, 2, 3]);
});
