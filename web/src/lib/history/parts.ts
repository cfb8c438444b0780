/** What of a review the history can be narrowed to, and in which maps of the document it stands. */
export const PARTS = [
	{ part: 'timeline', title: 'Timeline', maps: ['entries', 'notes', 'groups', 'comments'] },
	{ part: 'entries', title: 'Timeline: entries', maps: ['entries'] },
	{ part: 'notes', title: 'Timeline: notes', maps: ['notes', 'groups'] },
	{ part: 'comments', title: 'Timeline: comments', maps: ['comments'] },
	{ part: 'review', title: 'The review itself', maps: ['meta', 'people'] },
] as const;

export type Part = (typeof PARTS)[number]['part'];

/** The maps of `part` as the server is asked for them; undefined: all. */
export function mapsOf(part: Part | null): string | undefined {
	return PARTS.find((one) => one.part === part)?.maps.join(',');
}
