/**
 * How well `text` answers `asked`: 0 not at all. Every letter must occur in order; a run from the start of a word counts
 * most, so that "gt" finds "Go to timeline" and "time" finds it better.
 */
export function rank(text: string, asked: string): number {
	const letters = asked.trim().toLowerCase();
	if (!letters) return 1;
	const lower = text.toLowerCase();
	const at = lower.indexOf(letters);
	if (at === 0) return 1000;
	if (at > 0) return lower[at - 1] === ' ' ? 800 : 600;
	let found = -1;
	let score = 100;
	for (const letter of letters.replaceAll(' ', '')) {
		const next = lower.indexOf(letter, found + 1);
		if (next < 0) return 0;
		if (next > 0 && lower[next - 1] !== ' ') score -= 4;
		found = next;
	}
	return Math.max(score, 1);
}

/** The best first; equals stay in their order. */
export function ranked<T>(all: T[], text: (one: T) => string, asked: string): T[] {
	return all
		.map((one, at) => ({ one, at, score: rank(text(one), asked) }))
		.filter((entry) => entry.score > 0)
		.sort((left, right) => right.score - left.score || left.at - right.at)
		.map((entry) => entry.one);
}
