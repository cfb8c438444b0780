import { expect, test } from 'vitest';
import { unchanged } from './unchanged';

function check<T>(lists: T[][], expected: number[], same?: (left: T, right: T) => boolean) {
	const keep = unchanged(same);
	expect(lists.map((list) => lists.indexOf(keep(list)))).toEqual(expected);
}

test('a list that says the same is the list before', () => {
	check([['a', 'b'], ['a', 'b'], ['b', 'a'], ['b']], [0, 0, 2, 3]);
	check([[{ at: 1 }], [{ at: 1 }], [{ at: 2 }]], [0, 1, 2]);
	check([[{ at: 1 }], [{ at: 1 }], [{ at: 2 }]], [0, 0, 2], (left, right) => left.at === right.at);
});
