import { expect, test } from 'vitest';
import { movesOf, offsetOf } from './clocks.svelte';
import type { SourceClock } from './incident.svelte';

test('only what moves is shown', () => {
	const before = [
		{ id: 'a', time: '2026-03-05T14:00:00Z' },
		{ id: 'b', time: '2026-03-05T14:01:00Z' },
	];
	const after = [
		{ id: 'a', time: '2026-03-05T14:00:00.000Z' },
		{ id: 'b', time: '2026-03-05T14:04:00Z' },
		{ id: 'new', time: '2026-03-05T14:05:00Z' },
	];
	expect(movesOf({ before, after })).toEqual([
		{ id: 'b', before: '2026-03-05T14:01:00Z', after: '2026-03-05T14:04:00Z' },
	]);
});

test.each([
	['applied', null, null],
	['off', null, 'off'],
	['given', 12, 12],
])('%s %s', (state, given_s, expected) => expect(offsetOf({ state, given_s } as SourceClock)).toBe(expected));
