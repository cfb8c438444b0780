import type { AskedOf, Question } from '$lib/review/types';

/** Which questions are listed. */
export type Show = 'proposed' | 'open' | 'answered' | 'dismissed';

export const SHOWS: { show: Show; title: string }[] = [
	{ show: 'proposed', title: 'Proposed' },
	{ show: 'open', title: 'To be asked' },
	{ show: 'answered', title: 'Answered' },
	{ show: 'dismissed', title: 'Dismissed' },
];

function showOf({ state }: Question): Show {
	return state === 'kept' || state === 'assigned' ? 'open' : state;
}

/** How many there are of each. */
export function count(all: Question[]): Record<Show, number> {
	const counts = { proposed: 0, open: 0, answered: 0, dismissed: 0 };
	for (const question of all) counts[showOf(question)] += 1;
	return counts;
}

/** Whether a question is of the kind that is listed and has all words that are sought. */
export function fits(question: Question, show: Show, wanted: string): boolean {
	if (showOf(question) !== show) return false;
	const { text, because, moment, service } = question;
	const words = `${text} ${because} ${moment} ${service ?? ''}`.toLocaleLowerCase();
	return wanted
		.toLocaleLowerCase()
		.split(/\s+/)
		.every((word) => words.includes(word));
}

/** In the order of what they are about; without a time last. */
export function inOrder(questions: Question[]): Question[] {
	const moment = ({ time }: Question) => (time === null ? Infinity : Date.parse(time));
	return [...questions].sort((a, b) => Math.sign(moment(a) - moment(b)) || (a.id < b.id ? -1 : 1));
}

/** Who is asked, in one word for a list of choices. */
export function choice(to: AskedOf | null): string {
	return to === null ? '' : to.who === 'meeting' ? 'meeting' : (to.id ?? '');
}

/** The other way round. */
export function chosen(choice: string): AskedOf | null {
	if (choice === '') return null;
	return choice === 'meeting' ? { who: 'meeting', id: null } : { who: 'person', id: choice };
}
