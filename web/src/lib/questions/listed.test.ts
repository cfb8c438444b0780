import { describe, expect, test } from 'vitest';
import type { Question } from '$lib/review/types';
import { choice, chosen, count, fits, inOrder } from './listed';

function question(id: string, given: Partial<Question> = {}): Question {
	return {
		id,
		state: 'kept',
		text: 'What did you see at the rollback?',
		moment: 'decision',
		because: 'a decision',
		rule: 'decision',
		time: null,
		service: 'cart',
		raised_by: [],
		to: null,
		answer: null,
		by: null,
		...given,
	};
}

describe('which are listed', () => {
	test.each<[Partial<Question>, Parameters<typeof fits>[1], string, boolean]>([
		[{ state: 'kept' }, 'open', '', true],
		[{ state: 'assigned' }, 'open', '', true],
		[{ state: 'proposed' }, 'open', '', false],
		[{ state: 'dismissed' }, 'dismissed', '', true],
		[{}, 'open', 'Rollback CART', true],
		[{}, 'open', 'rollback payment', false],
		[{ service: null }, 'open', 'null', false],
	])('%j as %s with "%s"', (given, show, wanted, expected) => {
		expect(fits(question('q', given), show, wanted)).toBe(expected);
	});

	test('they are counted by what is listed', () => {
		const all = [question('a'), question('b', { state: 'assigned' }), question('c', { state: 'answered' })];
		expect(count(all)).toEqual({ proposed: 0, open: 2, answered: 1, dismissed: 0 });
	});
});

test('they stand in the order of time, without a time last', () => {
	const at = (id: string, time: string | null) => question(id, { time });
	const all = [
		at('d', null),
		at('b', '2026-03-05T15:00:00Z'),
		at('c', null),
		at('a', '2026-03-05T14:00:00Z'),
	];
	expect(inOrder(all).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
});

test('who is asked is chosen and shown alike', () => {
	for (const to of [null, { who: 'meeting', id: null }, { who: 'person', id: 'ann' }] as const) {
		expect(chosen(choice(to))).toEqual(to);
	}
});
