import { describe, expect, test } from 'vitest';
import type { Remark } from '$lib/api/types';
import { mark, pieces, sentence } from './remarks';

function remark(from: number, to: number, rule = 'rule'): Remark {
	return { rule, from, to, message: '', suggestion: '' };
}

describe('a text in pieces', () => {
	test.each<[string, Remark[], string]>([
		['', [], ''],
		['nothing', [], 'nothing'],
		['one two three', [remark(4, 7)], 'one |[two]| three'],
		['one two', [remark(4, 7), remark(0, 3)], '[one]| |[two]'],
		['one two', [remark(0, 5), remark(4, 7)], '[one t]|wo'],
		['short', [remark(2, 9)], 'short'],
		['short', [remark(3, 3)], 'short'],
	])('"%s"', (text, remarks, expected) => {
		const found = pieces(text, remarks);
		expect(found.map((piece) => (piece.remark ? `[${piece.text}]` : piece.text)).join('|')).toBe(expected);
		expect(found.map((piece) => piece.text).join('')).toBe(text);
	});
});

test('what was left alone is known by rule and sentence, wherever it stands', () => {
	const text = 'It began. They should  have looked! Then it ended.';
	expect(sentence(remark(15, 27), text)).toBe('They should have looked');
	const moved = 'They should have looked';
	expect(mark(remark(15, 27), text)).toBe(mark(remark(5, 16), moved));
	expect(mark(remark(5, 16, 'other'), moved)).not.toBe(mark(remark(5, 16), moved));
	expect(mark(remark(3, 8), 'It should have held')).not.toBe(mark(remark(5, 16), moved));
});
