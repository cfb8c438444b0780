import { describe, expect, test } from 'vitest';
import type { Change, Sitting } from '$lib/api/types';
import { groupsOf } from './groups';
import { mapsOf } from './parts';
import { told } from './words';

const change = (fields: Partial<Change>): Change => ({
	map: 'entries',
	id: 'e1',
	field: null,
	what: 'changed',
	before: null,
	after: null,
	...fields,
});

const NAMES: Record<string, string> = { e1: 'orders is slow', e2: 'payments fails', n1: 'Nobody saw it' };

describe('a change in words', () => {
	test.each<[string, Partial<Change>, string]>([
		['a pick', { field: 'state', before: null, after: 'picked' }, 'picked | orders is slow'],
		[
			'a pick taken back',
			{ field: 'state', before: 'picked', after: 'candidate' },
			'took the pick back of | orders is slow',
		],
		[
			'shown again',
			{ field: 'state', before: 'hidden', after: 'candidate' },
			'showed again | orders is slow',
		],
		['merged', { field: 'merged_into', after: 'e2' }, 'merged | orders is slow | → payments fails'],
		['taken apart', { field: 'merged_into', before: 'e2' }, 'took apart again | orders is slow'],
		['a title', { field: 'title', before: 'a', after: 'b' }, 'retitled | orders is slow | a → b'],
		['a field of tomorrow', { field: 'blast_radius', after: 3 }, 'changed blast radius of | orders is slow'],
		[
			'drafted',
			{ id: 'gone', what: 'added', after: { machine: { title: 'load is high' } } },
			'drafted | load is high',
		],
		['removed', { id: 'gone', what: 'removed', before: { title: 'I was paged' } }, 'removed | I was paged'],
		[
			'a note',
			{ map: 'notes', id: 'n1', what: 'added', after: { kind: 'did', text: 'x' } },
			'added a note (did): | Nobody saw it',
		],
		[
			'the title of the review',
			{ map: 'meta', id: '', field: 'title', after: 'Orders' },
			'renamed the review |  → Orders',
		],
	])('%s', (_, fields, expected) => {
		const { act, about, from, to } = told(change(fields), (_, id) => NAMES[id] ?? null);
		const values =
			from !== null || to !== null ? `${from ?? ''} → ${to}`.replace(/^ (?=→ payments)/, '') : null;
		expect([act, about, values].filter((part) => part !== null).join(' | ')).toBe(expected);
	});
});

describe('sittings become groups', () => {
	const sitting = (person: string | null, time: string, changes: Change[]): Sitting => ({
		seq: 1,
		person,
		name: person,
		time: `2026-03-05T${time}Z`,
		changes,
	});
	const pick = (id: string) => change({ id, field: 'state', after: 'picked' });

	test('of one person and a quarter of an hour', () => {
		const groups = groupsOf([
			sitting('olive', '14:16:00', [pick('e3')]),
			sitting('olive', '14:14:00', [pick('e2')]),
			sitting('mika', '14:13:00', [pick('e9')]),
			sitting('olive', '14:01:00', [pick('e1')]),
			sitting(null, '14:00:00', [change({ map: 'meta', field: 'schema', after: 1 }), change({ id: 'e0' })]),
			sitting('nobody', '13:00:00', [change({ map: 'meta', field: 'summary', after: '' })]),
		]);
		expect(groups.map(({ name, changes }) => [name, ...changes.map(({ id }) => id)])).toEqual([
			['olive', 'e3'],
			['olive', 'e2', 'e1'],
			['mika', 'e9'],
			[null, 'e0'],
		]);
		expect([groups[1]?.first, groups[1]?.last]).toEqual(['2026-03-05T14:01:00Z', '2026-03-05T14:14:00Z']);
	});

	test('that tell where something began and ended, once', () => {
		const retitled = (before: string, after: string) => change({ field: 'title', before, after });
		const moved = (field: string) => change({ map: 'notes', id: 'n1', field });
		const [group] = groupsOf([
			sitting('olive', '14:02:00', [retitled('b', 'c'), moved('x')]),
			sitting('olive', '14:01:00', [retitled('a', 'b'), moved('y')]),
		]);
		expect(group?.changes).toEqual([retitled('a', 'c'), moved('x')]);
	});
});

test.each([
	['notes', 'notes,groups'],
	[null, undefined],
] as const)('the maps of %s', (part, expected) => expect(mapsOf(part)).toBe(expected));
