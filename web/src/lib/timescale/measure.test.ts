import { expect, test } from 'vitest';
import { lineCount, remembering } from './measure';

const letter = (text: string) => text.length;

test.each([
	['', 10, 1],
	['one two', 10, 1],
	['one two three', 10, 2],
	['one two three', 3, 4],
	['0123456789abcdef', 10, 2],
	['a b c d e f g h i j', 1, 5],
	['anything', 0, 5],
])('%j in %d', (text, width, expected) => expect(lineCount(text, width, letter, 5)).toBe(expected));

test('a word is measured once', () => {
	let asked = 0;
	const measure = remembering((text) => {
		asked += 1;
		return text.length;
	});
	expect([measure('abc'), measure('abc')]).toEqual([3, 3]);
	expect(asked).toBe(1);
});
