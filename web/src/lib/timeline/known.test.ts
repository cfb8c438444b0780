import { expect, test } from 'vitest';
import type { Entry } from '$lib/review/types';
import { itemOf } from './item';
import { knownInWords, knownTo, rolesOf, shownAt, standing, type Standing } from './known';
import { entry } from './test-entry';

const at = (clock: string) => Date.parse(`2026-03-05T${clock}Z`);
const known = (clock: string, by: string) => ({ time: `2026-03-05T${clock}Z`, by, how: 'a message' });

const alert = entry('alert', { kind: 'alert', known: known('14:05:00', 'monitoring') });
const slow = entry('slow', { kind: 'latency', known: known('14:08:00', 'support') });
const silent = entry('silent', { kind: 'silence' });
const said = entry('said', { kind: 'message', time: '2026-03-05T14:06:00Z' });
const told = entry('told', { role: 'on-call', time: '2026-03-05T14:07:00Z' });

function check(one: Entry, role: string | null, now: string | null, expected: Standing) {
	const view = { role, now: now === null ? null : at(now) };
	expect(standing(itemOf(one), view)).toBe(expected);
}

test('nobody asks', () => check(silent, null, null, 'known'));
test('anybody, before and after', () => {
	check(slow, null, '14:07:59', 'later');
	check(slow, null, '14:08:00', 'known');
	check(silent, null, '15:00:00', 'never');
});
test('what on-call knew', () => {
	check(alert, 'on-call', '14:10:00', 'known');
	check(slow, 'on-call', '14:10:00', 'never');
	check(said, 'on-call', '14:05:00', 'later');
	check(told, 'on-call', '14:10:00', 'known');
	check(told, 'support', '14:10:00', 'never');
	check(slow, 'support', null, 'known');
});
test('where it stands', () => {
	const item = itemOf(slow);
	expect(shownAt(item, false, null)).toBe(at('14:00:00'));
	expect(shownAt(item, true, null)).toBe(at('14:08:00'));
	expect(shownAt(item, true, 'on-call')).toBe(at('14:00:00'));
	expect(knownTo(itemOf(silent), null)).toBeNull();
});
test('roles', () =>
	expect(rolesOf([alert, slow, silent, told].map(itemOf))).toEqual(['monitoring', 'on-call', 'support']));

test.each([
	[98, 'support', null, 'known 1 min 38 s after, by support'],
	[-22, null, null, 'known 22 s before'],
	[null, null, null, 'nobody is seen to have known'],
	[null, null, 'on-call', 'on-call is not seen to have known'],
])('%s by %s for %s', (lag, by, role, expected) => expect(knownInWords(lag, by, role)).toBe(expected));
