import type { NoteKind } from '$lib/review/types';

/** The kinds of a note: each has a shape and a colour, and says what it is for. */
export const NOTE_LOOKS: Record<NoteKind, { shape: string; name: string; asks: string }> = {
	saw: { shape: '◉', name: 'saw', asks: 'What did you see?' },
	did: { shape: '▶', name: 'did', asks: 'What did you do?' },
	thought: { shape: '◇', name: 'thought', asks: 'What did you think was going on?' },
	surprised: { shape: '✶', name: 'surprised', asks: 'What surprised you?' },
	question: { shape: '?', name: 'question', asks: 'What do you want to know?' },
};

export function paper(kind: NoteKind): string {
	return `var(--note-${kind})`;
}
