import { expect, test } from 'vitest';
import { advice, share, SILENCE, sums, talks, type Speaker } from './talk';

test('each has talked as long as they were marked', () => {
	const check = (turns: [Speaker, number][], end: number, me: number, other: number) => {
		const talk = turns.reduce((so, [speaker, at]) => talks(so, speaker, at), SILENCE);
		expect(sums(talk, end)).toEqual({ me, other });
	};
	check([], 5_000, 0, 0);
	check([['me', 1_000]], 3_000, 2_000, 0);
	check(
		[
			['me', 0],
			['other', 2_000],
			[null, 9_000],
		],
		20_000,
		2_000,
		7_000,
	);
	check(
		[
			['other', 0],
			['other', 4_000],
		],
		6_000,
		0,
		6_000,
	);
	// A clock that was set back takes nothing away.
	check([['me', 5_000]], 1_000, 0, 0);
});

test('a share is told, and said something about only when it means something', () => {
	expect(share(SILENCE, 1_000)).toBeNull();
	const talk = talks(talks(SILENCE, 'me', 0), 'other', 10_000);
	expect(share(talk, 40_000)).toBe(0.75);
	expect(advice(talk, 40_000)).toBe('');
	expect(advice(talk, 90_000)).toBe('You are listening.');
	expect(advice(talks(SILENCE, 'me', 0), 61_000)).toBe('You talk a lot: ask, then wait.');
});
