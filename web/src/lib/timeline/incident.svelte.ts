import { api } from '$lib/api/api';
import { incidents } from '$lib/api/incidents';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { Lead, Timeline as Draft } from '$lib/api/timeline';
import type { Clock, Items, Redrafted } from '$lib/api/types';
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
			this.draft = await incidents.timeline(incident);
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
		this.loading = false;
	}
}

/** `null`: as the evidence says; `off`: as the source says. */
export type Offset = number | null | 'off';

export const clockCalls = {
	list: (incident: string) =>
		api.get<Items<Clock>>(`/incidents/${incident}/clocks`).then((page) => page.items),
	change: (incident: string, source: string, offset_s: Offset, preview: boolean) =>
		api.put<Redrafted>(
			`/incidents/${incident}/clocks`,
			{ source, offset_s },
			preview ? { preview } : undefined,
		),
};
