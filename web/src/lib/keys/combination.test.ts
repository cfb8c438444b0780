import { describe, expect, test } from 'vitest';
import { matches, type Press } from './combination';

function press(key: string, held: Partial<Press> = {}): Press {
	return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('a combination matches a press', () => {
	test.each<[string, Press, boolean]>([
		['j', press('j'), true],
		['j', press('J', { shiftKey: true }), false],
		['j', press('j', { ctrlKey: true }), false],
		['?', press('?', { shiftKey: true }), true],
		['Ctrl+K', press('k', { ctrlKey: true }), true],
		['Ctrl+K', press('k', { metaKey: true }), true],
		['Ctrl+K', press('k'), false],
		['Ctrl+Z', press('Z', { ctrlKey: true, shiftKey: true }), false],
		['Ctrl+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), true],
		['Space', press(' '), true],
		['Escape', press('Escape'), true],
		['Escape', press('Escape', { shiftKey: true }), false],
		['Shift+ArrowDown', press('ArrowDown', { shiftKey: true }), true],
		['Shift+ArrowDown', press('ArrowDown'), false],
		['Alt+2', press('2', { altKey: true }), true],
		['Alt+2', press('2'), false],
		['+', press('+', { shiftKey: true }), true],
	])('%s against %o: %s', (combination, pressed, expected) => {
		expect(matches(combination, pressed)).toBe(expected);
	});
});
