import { expect, test } from 'vitest';
import { Selection } from './selection.svelte';

const order = ['a', 'b', 'c', 'd'];

function check(act: (selection: Selection) => void, current: string | null, targets: string[]) {
	const selection = new Selection();
	act(selection);
	expect(selection.current).toBe(current);
	expect(selection.targets(order)).toEqual(targets);
}

test('the first move', () => check((selection) => selection.move(1, order), 'a', ['a']));
test('backwards begins at the end', () => check((selection) => selection.move(-1, order), 'd', ['d']));
test('moves stop at the ends', () =>
	check(
		(selection) => {
			selection.set('d');
			expect(selection.move(1, order)).toBe(false);
		},
		'd',
		['d'],
	));
test('shift selects all between', () =>
	check(
		(selection) => {
			selection.set('b');
			selection.move(1, order, true);
			selection.move(1, order, true);
		},
		'd',
		['b', 'c', 'd'],
	));
test('control adds and takes away', () =>
	check(
		(selection) => {
			selection.set('d');
			selection.toggle('a');
			selection.toggle('b');
			selection.toggle('a');
		},
		'a',
		['b', 'd'],
	));
test('one thing is taken back at a time', () => {
	const selection = new Selection();
	selection.set('a');
	selection.extend('b', order);
	selection.mergeInto = 'a';
	expect([selection.clear(), selection.several.size, selection.clear(), selection.clear()]).toEqual([
		true,
		2,
		true,
		false,
	]);
});
test('nothing is there', () => check((selection) => selection.move(1, []), null, []));
