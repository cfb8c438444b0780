import type { Note, Parked } from '$lib/review/types';

function lastFirst(
	left: { at: string | null; id: string },
	right: { at: string | null; id: string },
): number {
	return (right.at ?? '').localeCompare(left.at ?? '') || right.id.localeCompare(left.id);
}

/** The notes that were taken in a meeting, the last first. */
export function notesOf(notes: Note[], meeting: string): Note[] {
	return notes.filter((note) => note.meeting === meeting).sort(lastFirst);
}

/** All parked ideas: what still waits before what was taken up or let go, each the last first. */
export function ideasOf(ideas: Parked[]): Parked[] {
	const settled = ({ state }: Parked) => (state === 'parked' ? 0 : 1);
	return [...ideas].sort((left, right) => settled(left) - settled(right) || lastFirst(left, right));
}
