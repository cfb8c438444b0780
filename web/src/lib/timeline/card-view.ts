import type { Note } from '$lib/review/types';
import type { Item } from './item';
import { knownTo, standing, type Standing } from './known';
import type { Timeline } from './timeline.svelte';

/** Everything that a card shows of an entry. */
export interface CardView {
	item: Item;
	notes: Note[];
	comments: number;
	merged: Item[];
	/** Its order with the next one is undecided. */
	undecided: boolean;
	standing: Standing;
	knownMode: boolean;
	/** When it became known to whom the timeline is looked at for. */
	known: number | null;
	mergeInto: boolean;
	/** Who else is at it now. */
	people: { name: string; color: string }[];
}

export function cardView(timeline: Timeline, item: Item): CardView {
	const { look, selection, document } = timeline;
	return {
		item,
		notes: timeline.notes.get(item.id) ?? [],
		comments: timeline.comments.get(item.id)?.filter(({ resolved }) => !resolved).length ?? 0,
		merged: timeline.arranged.merged.get(item.id) ?? [],
		undecided: timeline.undecided.has(item.id),
		standing: standing(item, look.view),
		knownMode: look.known,
		known: knownTo(item, look.role),
		mergeInto: selection.mergeInto === item.id,
		people: document.presence.present
			.filter(({ page, cursor }) => page === 'timeline' && cursor?.entry === item.id)
			.map(({ name, color }) => ({ name, color })),
	};
}
