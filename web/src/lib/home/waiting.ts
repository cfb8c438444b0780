import type { ReviewCard } from '$lib/api/types';
import { count } from '$lib/number/size';

/** What of a review waits for the person who looks, in words; nothing for those who only read it. */
export function waitingFor(review: Pick<ReviewCard, 'role' | 'figures' | 'phase'>): string[] {
	if (!review.role || review.role === 'reader' || review.phase === 'closed') return [];
	const { candidates = 0, open_questions: questions = 0 } = review.figures ?? {};
	const waiting: string[] = [];
	if (candidates > 0)
		waiting.push(`look through ${count(candidates)} ${candidates === 1 ? 'entry' : 'entries'}`);
	if (questions > 0) waiting.push(`answer ${count(questions)} ${questions === 1 ? 'question' : 'questions'}`);
	return waiting;
}
