import type { Note } from '$lib/review/types';
import type { Item } from './item';
import { knownTo, standing, type Standing } from './known';
import type { Visitor } from './visitors';
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
	/** For which role the timeline is looked at. */
	whose: string | null;
	/** When it became known to whom the timeline is looked at for. */
	known: number | null;
	mergeInto: boolean;
	/** Who else is at it now. */
	people: Visitor[];
}

export function cardView(timeline: Timeline, item: Item): CardView {
	const { look, selection } = timeline;
	return {
		item,
		notes: timeline.notes.get(item.id) ?? [],
		comments: timeline.comments.get(item.id)?.filter(({ resolved }) => !resolved).length ?? 0,
		merged: timeline.arranged.merged.get(item.id) ?? [],
		undecided: timeline.undecided.has(item.id),
		standing: standing(item, look.view),
		knownMode: look.known,
		whose: look.role,
		known: knownTo(item, look.role),
		mergeInto: selection.mergeInto === item.id,
		people: timeline.visitors.get(item.id) ?? [],
	};
}
