import { api, type Items } from '$lib/api/api';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { Lead, Timeline as Draft } from '$lib/api/types';
import type { Item } from './item';
import { LeadItems } from './leads';

/** What the server knows of the incident beside the document: the draft with its leads. */
export class IncidentDraft {
	draft: Draft | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	loading = $state(false);

	get leads(): Lead[] {
		return this.draft?.leads ?? [];
	}

	/** Finds the items of leads among `items`. */
	among(items: Item[]): LeadItems {
		return new LeadItems(items, this.draft ?? { entries: [], leads: [] });
	}

	async load(incident: string) {
		this.loading = true;
		try {
			this.draft = await api.get<Draft>(`/incidents/${incident}/timeline`);
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
		this.loading = false;
	}
}

/** The bytes of a citation with the lines around them. */
export interface Original {
	path: string;
	format: string;
	line: number;
	text: string;
	before: string[];
	after: string[];
	bytes: [number, number];
	binary: boolean;
}

export function original(incident: string, source: string, [from, to]: [number, number], context: number) {
	return api.get<Original>(`/incidents/${incident}/original`, { source, from, to, context });
}

/** The clock of one source. */
export interface SourceClock {
	source: string;
	path: string;
	offset_s: number;
	/** Not known without anchors. */
	error_s: number | null;
	/** Moments that other sources record too, and how many of them agree with the offset. */
	anchors: number;
	agreeing: number;
	/** What the offset is known from. */
	known: string | null;
	why: string;
	state: string;
	given_s: number | null;
}

export interface Moved {
	time: string;
	title: string;
	/** The same before and after; ids of a draft count entries in order of time. */
	same: string;
}

export interface ClockChange {
	before: Moved[];
	after: Moved[];
}

/** `null`: as the evidence says; `off`: as the source says. */
export type Offset = number | null | 'off';

export const clockCalls = {
	list: (incident: string) =>
		api.get<Items<SourceClock>>(`/incidents/${incident}/clocks`).then((page) => page.items),
	change: (incident: string, source: string, offset_s: Offset, preview: boolean) =>
		api.put<ClockChange>(
			`/incidents/${incident}/clocks`,
			{ source, offset_s },
			preview ? { preview } : undefined,
		),
};
