import { describe, expect, test } from 'vitest';
import { ranked } from './rank';

const commands = ['Go to timeline', 'Show the keys', 'Go to evidence', 'Undo my last change'];

describe('the palette finds', () => {
	test.each<[string, string[]]>([
		['', commands],
		['go', ['Go to timeline', 'Go to evidence']],
		['time', ['Go to timeline']],
		['gt', ['Go to timeline', 'Go to evidence']],
		['KEYS', ['Show the keys']],
		['zzz', []],
	])('"%s"', (asked, expected) => {
		expect(ranked(commands, (one) => one, asked)).toEqual(expected);
	});
});
