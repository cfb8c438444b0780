/** Openings that a facilitator may begin with: open, about what was seen and done, never about whose fault it was. */
export const SUGGESTED: string[] = [
	'How did you come to know that something was going on?',
	'What did you look at first, and what did it tell you?',
	'What did you expect to see there?',
	'What did you think was going on at that point?',
	'What options did you see, and how did you choose?',
	'What made that hard to see, or hard to do?',
	'Who did you talk to, and what did you need from them?',
	'What went better than you expected?',
	'What would have helped you at that moment?',
	'What should I have asked you?',
];

/** Those that are not on the list yet. */
export function suggestions(questions: { text: string }[]): string[] {
	const there = new Set(questions.map(({ text }) => text));
	return SUGGESTED.filter((text) => !there.has(text));
}
