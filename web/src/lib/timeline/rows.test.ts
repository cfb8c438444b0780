import { expect, test } from 'vitest';
import type { Comment, Note } from '$lib/review/types';
import { itemOf } from './item';
import { railIndex, railsOf } from './rails';
import { commentsByEntry, notesByEntry, rowsOf } from './rows';
import { entry } from './test-entry';

const note = (id: string, given: Partial<Note>): Note => ({
	...{ id, kind: 'saw', text: id, by: null, at: null, on: null, from: null, to: null, x: null, y: null },
	...{ group: null, votes: [], color: null, meeting: null, ...given },
});

test('notes on a time stand among the entries', () => {
	const items = [entry('a'), entry('b', { time: '2026-03-05T14:05:00Z' })].map(itemOf);
	const notes = [note('n', { from: '2026-03-05T14:01:00Z' }), note('on', { on: 'a' }), note('free', {})];
	expect(rowsOf(items, notes, (item) => item.time).map(({ id }) => id)).toEqual(['a', 'n', 'b']);
});

test('notes of a merged entry go with it', () => {
	const notes = [note('2', { on: 'b', at: '2' }), note('1', { on: 'a', at: '1' })];
	const by = notesByEntry(notes, () => 'a');
	expect(by.get('a')?.map(({ id }) => id)).toEqual(['1', '2']);
});

test('comments by entry', () => {
	const comment = (id: string, map: string) => ({ id, on: { map, id: 'a' }, at: id }) as Comment;
	const by = commentsByEntry([comment('2', 'entries'), comment('1', 'entries'), comment('3', 'notes')]);
	expect(by.get('a')?.map(({ id }) => id)).toEqual(['1', '2']);
});

test('rails: changes, services by weight, the rest together, people, notes', () => {
	const items = [
		entry('1', { kind: 'errors', service: 'cart' }),
		entry('2', { kind: 'errors', service: 'shop' }),
		entry('3', { kind: 'errors', service: 'shop' }),
		entry('4', { kind: 'errors', service: 'stock' }),
		entry('5', { kind: 'change', lane: 'changes', service: 'shop' }),
		entry('6', { role: 'on-call' }),
	].map(itemOf);
	const rails = railsOf(items, 2, true);
	expect(rails.map(({ name, count }) => `${name} ${count}`)).toEqual([
		'changes 1',
		'shop 2',
		'others 2',
		'on-call 1',
		'notes 0',
	]);
	expect(items.map((item) => railIndex(rails, item))).toEqual([2, 1, 1, 2, 0, 3]);
	expect(railsOf([], 3, false)).toEqual([]);
});
