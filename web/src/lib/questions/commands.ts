import { goto } from '$app/navigation';
import type { Command } from '$lib/keys/keys.svelte';
import type { Question } from '$lib/review/types';
import type { Questions } from './questions.svelte';

/** What the keys do on the page of questions. */
export function commands(questions: Questions): Command[] {
	const group = 'Questions';
	const current = () => questions.listed.find(({ id }) => id === questions.current);
	const act = (key: string, title: string, run: (question: Question) => void): Command => ({
		key,
		title,
		group,
		available: () => questions.document.mayWrite && (current()?.state ?? 'answered') !== 'answered',
		run: () => {
			const question = current();
			if (question) run(question);
		},
	});
	return [
		{ key: 'j', title: 'Next question', group, run: () => questions.move(1) },
		{ key: 'k', title: 'Question before', group, run: () => questions.move(-1) },
		act('Space', 'Keep the question', (question) => questions.decide(question, 'kept')),
		act('x', 'Dismiss the question', (question) => questions.decide(question, 'dismissed')),
		act('m', 'Ask the meeting', (question) => questions.assign(question, { who: 'meeting', id: null })),
		act('a', 'Answer the question', ({ id }) => (questions.writing = { id, what: 'answer' })),
		act('e', 'Reword the question', ({ id }) => (questions.writing = { id, what: 'reword' })),
		{
			key: 'Enter',
			title: 'Open what raised the question',
			group,
			available: () => (current()?.raised_by.length ?? 0) > 0,
			run: () => {
				const about = current()?.raised_by[0];
				const asked = about?.map === 'notes' ? 'note' : 'entry';
				if (about) void goto(`/reviews/${questions.workspace.id}/timeline?${asked}=${about.id}`);
			},
		},
	];
}
