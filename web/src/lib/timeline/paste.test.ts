import { expect, test } from 'vitest';
import type { PastedLine } from '$lib/api/types';
import { entriesOf } from './paste.svelte';

const line = (time: string | null, text: string, end: string | null = null): PastedLine => ({
	line: 1,
	time,
	end,
	text,
	problem: null,
});

test('a line with a time is an entry, one without goes with the one before', () => {
	const lines = [
		line(null, 'Notes'),
		line('2026-03-05T14:00:00Z', 'first'),
		line(null, 'and more'),
		line(null, 'still'),
		line('2026-03-05T14:01:00Z', '', '2026-03-05T14:05:00Z'),
	];
	expect(entriesOf(lines, 'i', null)).toEqual([
		{ incident: 'i', time: '2026-03-05T14:00:00Z', title: 'first', text: 'and more\nstill' },
		{ incident: 'i', time: '2026-03-05T14:01:00Z', end: '2026-03-05T14:05:00Z', title: 'No words' },
	]);
});

test('a long line goes on in the text, and the role is kept', () => {
	const [entry] = entriesOf([line('2026-03-05T14:00:00Z', 'a'.repeat(600))], null, 'support');
	expect([entry?.title.length, entry?.text?.length, entry?.role]).toEqual([500, 100, 'support']);
});
