import { expect, test } from 'vitest';
import type { CalibrationMoment, GivenAnswer, Said } from '$lib/api/rooms';
import { addition, correction, fieldsOf, nextOpen, toYou, unreleased } from './moments';

const ZONE = 'Europe/Berlin';
const answer = (given: Partial<GivenAnswer>): GivenAnswer => ({
	answer: 'confirmed',
	released: null,
	...given,
});
const moment = (entry: string, given: GivenAnswer | null = null): CalibrationMoment => ({
	...{ entry, time: '2026-03-05T14:09:41.250Z', service: 'orders', title: 'Rolled back orders', text: '' },
	...{ because: 'wrote it', is_gone: false, answer: given },
});

test('the next open moment is the next one without an answer, round the end', () => {
	const check = (answered: string, at: number, expected: number | null) => {
		const moments = [...answered].map((one, index) => moment(String(index), one === 'x' ? answer({}) : null));
		expect(nextOpen(moments, at)).toBe(expected);
	};
	check('...', 0, 1);
	check('.x.', 0, 2);
	check('.xx', 2, 0);
	check('x.x', 1, 1);
	check('xxx', 1, null);
	check('', 0, null);
});

test('reasons are told to the person', () => {
	const check = (because: string, expected: string) => expect(toYou(because)).toBe(expected);
	check('wrote it', 'you wrote it');
	check('is named in it', 'you are named in it');
	check('was asked about it', 'you were asked about it');
	check('knew of it as on-call', 'you knew of it as on-call');
});

test('only what differs is a correction', () => {
	const check = (change: Partial<ReturnType<typeof fieldsOf>>, expected: Said | null) => {
		const given = moment('e');
		expect(correction(given, { ...fieldsOf(given, ZONE), ...change }, ZONE)).toEqual(expected);
	};
	check({}, null);
	check({ local: '2026-03-05T15:11' }, { answer: 'corrected', time: '2026-03-05T14:11:00Z' });
	check({ local: 'later' }, null);
	check({ title: ' Rolled back ' }, { answer: 'corrected', title: 'Rolled back' });
	check({ title: ' ' }, null);
	check({ text: 'It was after the call.' }, { answer: 'corrected', text: 'It was after the call.' });
});

test('a form begins with what was answered before', () => {
	const given = moment('e', answer({ answer: 'corrected', time: '2026-03-05T14:11:00Z', text: 'Later.' }));
	expect(fieldsOf(given, ZONE)).toEqual({
		local: '2026-03-05T15:11:00',
		title: 'Rolled back orders',
		text: 'Later.',
	});
});

test('a moment that nobody had needs a time and a title', () => {
	const check = (local: string, title: string, expected: Said | null) =>
		expect(addition({ local, title, text: ' ' }, ZONE)).toEqual(expected);
	check('2026-03-05T15:11', 'I called support', {
		answer: 'added',
		time: '2026-03-05T14:11:00Z',
		title: 'I called support',
		text: '',
	});
	check('', 'I called support', null);
	check('2026-03-05T15:11', ' ', null);
});

test('a release names what others will see, and nothing that they see already', () => {
	const gone = answer({ answer: 'released', released: '2026-03-06T08:00:00Z' });
	const late = answer({ answer: 'corrected', time: '2026-03-05T14:11:00Z', text: 'Later.' });
	const own = { ...answer({ answer: 'added', title: 'I called support' }), id: 'new' };
	expect(
		unreleased({
			moments: [moment('a', answer({})), moment('b'), moment('c', gone), moment('d', late)],
			added: [own, { ...gone, id: 'old' }],
		}),
	).toEqual([
		{ id: 'a', title: 'Rolled back orders', becomes: 'a note on the entry: that is how you saw it' },
		{ id: 'd', title: 'Rolled back orders', becomes: 'its time is corrected, your words are a note on it' },
		{ id: 'new', title: 'I called support', becomes: 'an entry of the timeline, by you' },
	]);
});
