import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../id';
import { backoff } from '../live/backoff';
import { mentions } from './mentions';
import { rewrite } from './writer';

describe('a text is rewritten by what differs only', () => {
	test.each<[string, string]>([
		['', 'new'],
		['old', ''],
		['the queue grew', 'the queue grew slowly'],
		['the queue grew', 'at nine the queue grew'],
		['aaa', 'aa'],
		['one two three', 'one 2 three'],
		['a😀b', 'a😁b'],
		['😀', '😀😀'],
	])('"%s" to "%s"', (from, to) => {
		const document = new Y.Doc();
		const text = document.getText('t');
		text.insert(0, from);
		rewrite(text, to);
		expect(text.toString()).toBe(to);
	});

	test('what is equal sends nothing', () => {
		const document = new Y.Doc();
		const text = document.getText('t');
		text.insert(0, 'same');
		let updates = 0;
		document.on('update', () => (updates += 1));
		rewrite(text, 'same');
		expect(updates).toBe(0);
	});
});

describe('who is addressed', () => {
	const people = [
		{ id: '1', name: 'Ada' },
		{ id: '2', name: 'Ada Example' },
		{ id: '3', name: 'Noor' },
	];
	test.each<[string, string[]]>([
		['@Ada please look', ['1']],
		['@ada example please look', ['2']],
		['@Noor and @Ada', ['3', '1']],
		['@Noor @Noor', ['3']],
		['mail to x@nowhere.example', []],
		['nobody', []],
	])('%s', (text, expected) => {
		expect(mentions(text, people)).toEqual(expected);
	});
});

test('ids are of version 7 and in the order of their making', () => {
	const none = new Uint8Array(10);
	expect(newId(0x0192_3456_789a, none)).toBe('01923456-789a-7000-8000-000000000000');
	expect(newId(1000, none) < newId(1001, none)).toBe(true);
	expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('waiting grows, is bounded, and differs from page to page', () => {
	expect([0, 1, 2, 20].map((attempt) => backoff(attempt, 1))).toEqual([500, 1000, 2000, 30_000]);
	expect([0, 1, 2, 20].map((attempt) => backoff(attempt, 0))).toEqual([250, 500, 1000, 15_000]);
});
