import { expect, test } from 'vitest';
import type { Note, NoteKind } from '$lib/review/types';
import { groupAt, onBoard, snap } from './board';

const note = (id: string, given: Partial<Note> = {}): Note => ({
	...{ id, kind: 'saw', text: id, by: null, at: id, on: null, from: null, to: null, x: null, y: null },
	...{ group: null, votes: [], color: null, meeting: null, ...given },
});
const groups = [{ id: 'g', title: 'Group', x: 500, y: 20 }];

function check(notes: Note[], expected: string[], kinds: NoteKind[] = []) {
	const places = onBoard(notes, groups, new Set(kinds));
	expect(places.map(({ note, x, y }) => `${note.id} ${x} ${y}`)).toEqual(expected);
	return places;
}

test('where they were put', () => check([note('a', { x: 30, y: 40 })], ['a 30 40']));
test('never moved: in rows below', () =>
	check([note('b'), note('a'), note('c', { x: 0, y: 100 })], ['c 0 100', 'a 14 246', 'b 218 246']));
test('grouped ones under their group', () => {
	const places = check(
		[
			note('a', { group: 'g' }),
			note('b', { group: 'g', x: 1, y: 1 }),
			note('c', { group: 'gone', x: 7, y: 7 }),
		],
		['a 500 60', 'b 704 60', 'c 7 7'],
	);
	expect([groupAt(groups, places, 720, 100), groupAt(groups, places, 10, 10)]).toEqual(['g', null]);
});
test('by kind', () => check([note('a'), note('b', { kind: 'did', x: 0, y: 0 })], ['b 0 0'], ['did']));
test('places are round, and on the board', () => expect([snap(23), snap(-8)]).toEqual([20, 0]));
