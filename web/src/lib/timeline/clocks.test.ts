import { expect, test } from 'vitest';
import { movesOf, offsetOf } from './clocks.svelte';
import type { Clock } from '$lib/api/types';

test('only what moves is shown', () => {
	const before = [
		{ id: 'a', same: 'a', title: 'a', time: '2026-03-05T14:00:00Z' },
		{ id: 'b', same: 'b', title: 'b', time: '2026-03-05T14:01:00Z' },
	];
	const after = [
		{ id: 'a', same: 'a', title: 'a', time: '2026-03-05T14:00:00.000Z' },
		{ id: 'b', same: 'b', title: 'b', time: '2026-03-05T14:04:00Z' },
		{ id: 'new', same: 'new', title: 'new', time: '2026-03-05T14:05:00Z' },
	];
	expect(movesOf({ before, after })).toEqual([
		{ same: 'b', title: 'b', before: '2026-03-05T14:01:00Z', after: '2026-03-05T14:04:00Z' },
	]);
});

test.each([
	['applied', null, null],
	['given', 0, 'off'],
	['given', 12, 12],
])('%s %s', (state, given_s, expected) => expect(offsetOf({ state, given_s } as Clock)).toBe(expected));
