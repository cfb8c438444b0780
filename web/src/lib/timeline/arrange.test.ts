import { expect, test } from 'vitest';
import type { Entry } from '$lib/review/types';
import { arrange, type Choice } from './arrange';
import { itemOf } from './item';
import { entry } from './test-entry';

const ALL: Choice = { text: '', states: new Set(), services: new Set(), kinds: new Set(), lanes: new Set() };

function check(entries: Entry[], choice: Partial<Choice>, expected: string[]) {
	const find = (id: string) => entries.find((one) => one.id === id);
	const made = arrange(entries.map(itemOf), find, { ...ALL, ...choice }, (item) => item.time);
	expect(made.items.map(({ id }) => id)).toEqual(expected);
	return made;
}

const three = [
	entry('late', { time: '2026-03-05T14:02:00Z', kind: 'errors', service: 'cart', title: 'Carts fail' }),
	entry('early', { time: '2026-03-05T14:01:00Z', kind: 'change', service: 'shop', lane: 'changes' }),
	entry('same', { time: '2026-03-05T14:01:00.000Z', text: 'we saw the carts' }),
];

test('in order of time, then of id', () => void check(three, {}, ['early', 'same', 'late']));
test('by service', () => void check(three, { services: new Set(['cart']) }, ['late']));
test('by kind', () => void check(three, { kinds: new Set(['people']) }, ['same']));
test('by lane', () => void check(three, { lanes: new Set(['changes']) }, ['early']));
test('by state', () => void check(three, { states: new Set(['picked']) }, ['same']));
test('by words of title and telling', () => void check(three, { text: ' CARTS ' }, ['same', 'late']));

test('counts and names do not depend on the choice', () => {
	const { counts, services, kinds } = check(three, { text: 'nothing' }, []);
	expect(counts).toEqual({ candidate: 2, picked: 1, hidden: 0 });
	expect(services).toEqual(['cart', 'shop']);
	expect(kinds).toEqual(['change', 'errors', 'people']);
});

test('merged ones are folded in, and found by their words', () => {
	const entries = [
		entry('a', { title: 'one' }),
		entry('b', { title: 'two', merged_into: 'a' }),
		entry('c', { merged_into: 'b' }),
	];
	const { merged } = check(entries, { text: 'two' }, ['a']);
	expect(merged.get('a')?.map(({ id }) => id)).toEqual(['b', 'c']);
});

test('a circle of merges, and one into nothing, are shown', () => {
	check([entry('a', { merged_into: 'b' }), entry('b', { merged_into: 'a' })], {}, ['a', 'b']);
	check([entry('a', { merged_into: 'gone' })], {}, ['a']);
});

test('without a time', () => {
	const { undated } = check([entry('a', { time: null })], {}, []);
	expect(undated.map(({ id }) => id)).toEqual(['a']);
});
