import { SvelteSet } from 'svelte/reactivity';
import type { EntryState, Lane } from '$lib/review/types';
import type { Span } from '$lib/timescale/span';
import type { Choice } from './arrange';
import type { PointOfView } from './known';

export type Shape = 'down' | 'across' | 'board';
export type Panel = 'entry' | 'leads' | 'clocks';

/** How the timeline is looked at. Everybody has their own look; nothing of it is in the document. */
export class Look {
	shape: Shape = $state('down');
	panel: Panel | null = $state('leads');
	/** One line for each entry instead of a card. */
	lines = $state(false);
	/** Entries stand at when they became known. */
	known = $state(false);
	role: string | null = $state(null);
	/** What came to be known after it is greyed, in milliseconds since 1970. */
	now: number | null = $state(null);
	/** Pixels for a millisecond, downwards. */
	scale = $state(0);
	/** What is looked at across; null: everything. */
	across: Span | null = $state.raw(null);
	/** A stretch of time that was marked, to be enlarged or to hang a note on. */
	span: Span | null = $state.raw(null);

	text = $state('');
	readonly states = new SvelteSet<EntryState>(['candidate', 'picked']);
	readonly services = new SvelteSet<string>();
	readonly kinds = new SvelteSet<string>();
	readonly lanes = new SvelteSet<Lane>();

	/** In plain sets: they are asked for every entry. */
	get choice(): Choice {
		return {
			text: this.text,
			states: new Set(this.states),
			services: new Set(this.services),
			kinds: new Set(this.kinds),
			lanes: new Set(this.lanes),
		};
	}

	get view(): PointOfView {
		return { role: this.role, now: this.now };
	}

	/** Whether anything but the states narrows what is shown. */
	get narrowed(): boolean {
		return this.text !== '' || this.services.size + this.kinds.size + this.lanes.size > 0;
	}

	/** Shows everything that is not hidden. */
	widen() {
		this.text = '';
		for (const set of [this.services, this.kinds, this.lanes]) set.clear();
		this.showStates(['candidate', 'picked']);
	}

	showStates(states: EntryState[]) {
		this.states.clear();
		for (const state of states) this.states.add(state);
	}

	toggle<Value>(set: SvelteSet<Value>, value: Value) {
		if (!set.delete(value)) set.add(value);
	}

	openPanel(panel: Panel) {
		this.panel = this.panel === panel ? null : panel;
	}
}
