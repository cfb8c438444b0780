import type { Noun, Phase, StepState } from '$lib/api/types';

/** The seven nouns in the order of the process. */
export const NOUNS: { noun: Noun; title: string }[] = [
	{ noun: 'facilitator', title: 'Facilitator' },
	{ noun: 'evidence', title: 'Evidence' },
	{ noun: 'timeline', title: 'Timeline' },
	{ noun: 'questions', title: 'Questions' },
	{ noun: 'factors', title: 'Factors' },
	{ noun: 'actions', title: 'Actions' },
	{ noun: 'learnings', title: 'Learnings' },
];

/** A state has a shape and words; colour only repeats them. */
export const STEP_STATES: Record<StepState, { shape: string; words: string }> = {
	not_started: { shape: '○', words: 'not started' },
	in_progress: { shape: '◐', words: 'in progress' },
	done: { shape: '●', words: 'done' },
	not_doing: { shape: '–', words: 'not doing' },
};

export const PHASES: Record<Phase, string> = {
	preparing: 'Preparing',
	gathering: 'Gathering',
	understanding: 'Understanding',
	deciding: 'Deciding',
	sharing: 'Sharing',
	closed: 'Closed',
};

/** Where somebody who opens a review wants to be: the noun in progress, else where a review begins. */
export function nounToOpen(steps: Partial<Record<Noun, { state: StepState }>>): Noun {
	const running = NOUNS.filter(({ noun }) => steps[noun]?.state === 'in_progress');
	// The timeline is where people meet, so it wins over what is prepared beside it.
	if (running.some(({ noun }) => noun === 'timeline')) return 'timeline';
	return running.at(-1)?.noun ?? 'evidence';
}
