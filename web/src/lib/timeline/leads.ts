import type { Lead, Timeline, TimelineEntry } from '$lib/api/timeline';
import type { Item } from './item';

/** How much a lead stands out, in words: it is a place to look, and a number would look like a verdict. */
export function inWords(score: number): string {
	if (score >= 0.8) return 'Stands out clearly';
	if (score >= 0.5) return 'Worth looking at first';
	if (score >= 0.2) return 'Possible';
	return 'Weak, but not to be ruled out';
}

/** How much one argument weighs, in words, from its log odds. */
export function weight(logOdds: number): string {
	const size = Math.abs(logOdds);
	if (size >= 6) return 'strong';
	if (size >= 2.5) return 'fair';
	return 'slight';
}

/**
 * The items that a lead speaks of. The draft counts its entries by itself; an item is the one with the same id, or else
 * the one that tells the same: kind, service and title.
 */
export class LeadItems {
	readonly #byId = new Map<string, Item>();
	readonly #byContent = new Map<string, Item>();
	readonly #drafted = new Map<string, TimelineEntry>();

	constructor(items: Item[], { entries, leads }: Pick<Timeline, 'entries' | 'leads'>) {
		const named = new Set(leads.flatMap(({ change, entries }) => (change ? [change, ...entries] : entries)));
		// Titles decide quickly for nearly all of many items that no lead speaks of them.
		const titles = new Set<string>();
		for (const entry of entries) {
			if (!named.has(entry.id)) continue;
			this.#drafted.set(entry.id, entry);
			titles.add(entry.title);
		}
		for (const item of items) {
			if (named.has(item.id)) this.#byId.set(item.id, item);
			const { machine } = item.entry;
			if (machine && titles.has(machine.title)) this.#byContent.set(content(machine), item);
		}
	}

	find(id: string | null): Item | null {
		if (id === null) return null;
		const drafted = this.#drafted.get(id);
		return this.#byId.get(id) ?? (drafted ? this.#byContent.get(content(drafted)) : undefined) ?? null;
	}

	of(lead: Lead): Item[] {
		return lead.entries.map((id) => this.find(id)).filter((item) => item !== null);
	}
}

function content({ kind, service, title }: { kind: string; service: string | null; title: string }): string {
	return `${kind}\n${service ?? ''}\n${title}`;
}
