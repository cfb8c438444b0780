import { expect, test } from 'vitest';
import type { Person, Review, ReviewRole } from '$lib/api/types';
import { addable, changeable } from './who';

const person = (id: string, name: string, disabled = false): Person => ({
	id,
	name,
	email: `${id}@example.com`,
	role: 'member',
	created: '2026-03-05T14:00:00Z',
	disabled,
});
const HOUSE = [person('a', 'Ada On-call'), person('b', 'Bo Support'), person('c', 'Cy Gone', true)];

test('people are found by a part of the name or address, unless they are named or disabled', () => {
	const check = (wanted: string, named: string[], expected: string[]) => {
		const there = named.map((one) => ({ person: one }));
		expect(addable(HOUSE, there, wanted).map(({ id }) => id)).toEqual(expected);
	};
	check('', [], []);
	check('SUPP', [], ['b']);
	check('a@ex', [], ['a']);
	check('example', [], ['a', 'b']);
	check('example', ['a'], ['b']);
	check('gone', [], []);
});

test('only organisers make and unmake organisers', () => {
	const may = (run: boolean, administer: boolean): Review['may'] => ({
		join: false,
		write: true,
		gather: true,
		run,
		administer,
	});
	const check = (given: Review['may'], role: ReviewRole | null, expected: number) =>
		expect(changeable(given, role).length).toBe(expected);
	check(may(false, false), 'reader', 0);
	check(may(true, false), 'reader', 3);
	check(may(true, false), 'organiser', 0);
	check(may(true, true), 'organiser', 4);
	check(may(true, true), null, 4);
});
