import { evidence, type Facets, type Histogram, type Record } from '$lib/api/evidence';
import { incidents } from '$lib/api/incidents';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { Incident, Source } from '$lib/api/types';
import { asQuery, NONE, type Cited, type Filters, type Span } from './filters';
import { Records } from './records.svelte';

const BUCKETS = 240;

/** Exact bytes to be shown: of a record of the list, or of a citation that is in no list. */
export interface Opened {
	cited: Cited;
	record: Record | null;
}

/** The evidence of one incident as it is looked at: what is chosen, and what the server says about it. */
export class Evidence {
	filters: Filters = $state.raw(NONE);
	incident: Incident | null = $state.raw(null);
	sources: Source[] | null = $state.raw(null);
	histogram: Histogram | null = $state.raw(null);
	facets: Facets | null = $state.raw(null);
	records: Records = $state.raw(new Records('', NONE));
	trouble: Trouble | null = $state.raw(null);
	/** The row under the cursor. */
	cursor: number | null = $state(null);
	opened: Opened | null = $state.raw(null);
	/** Asks the list to put a row into view; a new object each time. */
	reveal: { row: number; middle: boolean } | null = $state.raw(null);
	#running = new AbortController();
	#begun = false;

	constructor(readonly id: string) {
		this.records = new Records(id, NONE);
	}

	/** Fetches everything anew. */
	async load() {
		try {
			this.incident = await incidents.get(this.id);
			this.#beginWithin();
			// Before the first reading there is nothing to ask for.
			if (this.incident.stats) void this.#refresh();
			this.sources = this.incident.stats ? await incidents.sources(this.id) : [];
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	/** Chooses other records; what is not given stays. */
	filter(change: Partial<Filters>) {
		this.filters = { ...this.filters, ...change };
		this.cursor = null;
		void this.#refresh();
	}

	/** The time of the incident itself, where it is known. */
	get window(): Span | null {
		const { start, end } = this.incident ?? {};
		return start && end && start < end ? { from: start, to: end } : null;
	}

	clearFilters() {
		this.filter({ ...NONE, from: this.filters.from, to: this.filters.to });
	}

	open(rank: number) {
		const record = this.records.row(rank);
		if (!record) return;
		this.cursor = rank;
		this.opened = { cited: { source: record.source, from: record.bytes[0], to: record.bytes[1] }, record };
	}

	close() {
		this.opened = null;
	}

	/** Moves the cursor by rows. */
	step(by: number) {
		const total = this.records.total ?? 0;
		if (total === 0) return;
		const row = Math.max(0, Math.min(total - 1, (this.cursor ?? (by > 0 ? -1 : total)) + by));
		this.cursor = row;
		this.reveal = { row, middle: false };
		if (this.opened) this.open(row);
	}

	async goTo(moment: string) {
		const rank = await this.records.find({ around: moment });
		if (rank !== null) this.#put(rank);
	}

	/** Shows the exact bytes of a citation, and scrolls to its record. */
	async openCitation(cited: Cited) {
		// The rank of a byte is told within its source, so the list shows that source.
		this.filters = { ...NONE, source: cited.source };
		this.opened = { cited, record: null };
		await this.#refresh();
		const rank = await this.records.find({ source: cited.source, byte: cited.from }).catch(() => null);
		if (rank !== null) this.#put(rank);
	}

	source(id: string): Source | undefined {
		return this.sources?.find((source) => source.id === id);
	}

	end() {
		this.#running.abort();
		this.records.end();
	}

	/** Commits of days before would squeeze the incident into one bar, so one begins within it. */
	#beginWithin() {
		if (this.#begun || !this.window) return;
		this.#begun = true;
		// A citation opened meanwhile shows its own source.
		if (this.filters === NONE) this.filters = { ...NONE, ...this.window };
	}

	#put(row: number) {
		this.cursor = row;
		this.reveal = { row, middle: true };
	}

	async #refresh() {
		this.#running.abort();
		const running = (this.#running = new AbortController());
		this.records.end();
		this.records = new Records(this.id, this.filters);
		this.records.show(0, 1);
		const query = asQuery(this.filters);
		try {
			const [histogram, facets] = await Promise.all([
				evidence.histogram(this.id, { ...query, buckets: BUCKETS }, running.signal),
				evidence.facets(this.id, query, running.signal),
			]);
			this.histogram = histogram;
			this.facets = facets;
			this.trouble = null;
		} catch (error) {
			if (!running.signal.aborted) this.trouble = trouble(error);
		}
	}
}
