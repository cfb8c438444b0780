import { trouble, type Trouble } from '$lib/api/trouble';
import type { Clock, Redrafted } from '$lib/api/types';
import { clockCalls, type Offset } from './incident.svelte';

/** A change of one clock that is looked at before it is made. */
export interface Preview {
	source: string;
	offset: Offset;
	change: Redrafted;
}

/** An entry that a changed clock moves. */
export interface Move {
	same: string;
	title: string;
	before: string;
	after: string;
}

/** The entries that really move, in the order of the answer. */
export function movesOf({ before, after }: Redrafted): Move[] {
	const were = new Map(before.map(({ same, time }) => [same, time]));
	return after.flatMap(({ same, title, time }) => {
		const was = were.get(same);
		return was === undefined || Date.parse(was) === Date.parse(time)
			? []
			: [{ same, title, before: was, after: time }];
	});
}

/** What the offset of `clock` is now, as it can be asked for again. */
export function offsetOf(clock: Clock): Offset {
	if (clock.given_s !== null) return clock.given_s === 0 ? 'off' : clock.given_s;
	return null;
}

/** The clocks of an incident's sources, and one change that is being looked at. */
export class Clocks {
	list: Clock[] = $state.raw([]);
	trouble: Trouble | null = $state.raw(null);
	loading = $state(false);
	busy = $state(false);
	preview: Preview | null = $state.raw(null);
	/** What each changed source had before, so that it can be had again. */
	before: Record<string, Offset> = $state({});
	readonly moves = $derived(this.preview ? movesOf(this.preview.change) : []);

	constructor(private readonly incident: string) {}

	async load() {
		this.loading = true;
		await this.#try(async () => {
			this.list = await clockCalls.list(this.incident);
		});
		this.loading = false;
	}

	/** Shows what would move; changes nothing. */
	look(source: string, offset: Offset) {
		return this.#try(async () => {
			const change = await clockCalls.change(this.incident, source, offset, true);
			this.preview = { source, offset, change };
		});
	}

	/** Makes the change; the entries move for everybody. */
	apply(clock: Clock, offset: Offset) {
		return this.#try(async () => {
			const was = offsetOf(clock);
			await clockCalls.change(this.incident, clock.source, offset, false);
			this.before[clock.source] = was;
			this.preview = null;
			this.list = await clockCalls.list(this.incident);
		});
	}

	async undo(clock: Clock) {
		const was = this.before[clock.source];
		if (was === undefined) return;
		await this.apply(clock, was);
		delete this.before[clock.source];
	}

	async #try(act: () => Promise<void>) {
		this.busy = true;
		try {
			await act();
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
		this.busy = false;
	}
}
