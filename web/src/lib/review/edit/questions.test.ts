import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Question } from '../types';
import { readQuestion } from '../read';
import { QuestionEdits } from './questions';
import type { Writer } from './writer';

const PROPOSED: Question = {
	id: 'q',
	state: 'proposed',
	text: 'What did you see?',
	moment: 'decision',
	because: 'a decision',
	rule: 'decision',
	time: '2026-03-05T14:00:00Z',
	service: null,
	raised_by: [{ map: 'entries', id: 'e' }],
	to: null,
	answer: null,
	by: null,
};

function scene() {
	const document = new Y.Doc();
	let made = 0;
	const writer: Writer = {
		person: 'ann',
		now: () => '2026-03-06T09:00:00Z',
		newId: () => `new-${++made}`,
		map: (name) => document.getMap(name),
		write: (change) => document.transact(change, 'mine'),
	};
	const undo = new Y.UndoManager(
		['questions', 'entries', 'notes'].map((root) => document.getMap(root)),
		{ trackedOrigins: new Set(['mine']), captureTimeout: 0 },
	);
	const now = (id = 'q') => {
		const stored = document.getMap('questions').get(id);
		return stored instanceof Y.Map ? readQuestion(id, stored) : null;
	};
	return { document, edits: new QuestionEdits(writer), undo, now };
}

test('a proposal goes its way and keeps what it was', () => {
	const { edits, now, undo } = scene();
	edits.decide(PROPOSED, 'assigned', { who: 'person', id: 'bob' });
	expect(now()).toEqual({ ...PROPOSED, state: 'assigned', to: { who: 'person', id: 'bob' } });
	edits.decide(now() ?? PROPOSED, 'kept');
	expect(now()).toEqual({ ...PROPOSED, state: 'kept' });
	undo.undo();
	undo.undo();
	expect(now()).toBeNull();
});

test('what is reworded is kept, without an author', () => {
	const { edits, now } = scene();
	edits.reword(PROPOSED, 'What did you see then?');
	expect(now()).toEqual({ ...PROPOSED, state: 'kept', text: 'What did you see then?' });
});

test.each([
	[
		{ as: 'note', kind: 'saw', text: 'All green' } as const,
		'notes',
		{ on: 'e', kind: 'saw', text: 'All green' },
	],
	[
		{ as: 'entry', title: 'We looked', time: null, incident: 'i' } as const,
		'entries',
		{ lane: 'people', state: 'picked', title: 'We looked', time: PROPOSED.time, incident: 'i' },
	],
])('an answer is one step: %j', (answer, map, expected) => {
	const { document, edits, now, undo } = scene();
	edits.decide(PROPOSED, 'assigned', { who: 'meeting', id: null });
	const reference = edits.answer(now() ?? PROPOSED, answer);
	expect(now()).toMatchObject({ state: 'answered', to: { who: 'meeting', id: null }, answer: reference });
	const holder = document.getMap(map).get(reference.id) as Y.Map<unknown>;
	expect(holder.toJSON()).toEqual({ ...expected, by: 'ann', at: '2026-03-06T09:00:00Z' });
	undo.undo();
	expect(document.getMap(map).size).toBe(0);
	expect(now()?.state).toBe('assigned');
});

test('a question of one’s own is kept, and somebody’s', () => {
	const { edits, now } = scene();
	const id = edits.add('Who knew?', { map: 'entries', id: 'e' }, null);
	expect(now(id)).toMatchObject({ state: 'kept', text: 'Who knew?', by: 'ann', time: null });
});
