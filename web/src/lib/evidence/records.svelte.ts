import { evidence, type Record } from '$lib/api/evidence';
import { sourceNumber } from '$lib/api/source';
import { trouble, type Trouble } from '$lib/api/trouble';
import { asQuery, type Filters } from './filters';
import { Pages, PAGE, pagesOf } from './pages';

/** How long the list must rest before rows are asked for, in milliseconds: who drags the bar needs none on the way. */
const REST = 60;

/** The records of a filter in the order of time, by rank; fetched where they are looked at. */
export class Records {
	total: number | null = $state(null);
	trouble: Trouble | null = $state.raw(null);
	#pages = new Pages<Record>();
	/** Counts arrivals of pages, for those who show rows. */
	#arrived = $state(0);
	#asked = new Set<number>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stop = new AbortController();
	#filters: Filters;

	constructor(
		readonly incident: string,
		filters: Filters,
	) {
		this.#filters = filters;
	}

	/** The row of a rank, once it is here. */
	row(rank: number): Record | undefined {
		void this.#arrived;
		return this.#pages.row(rank);
	}

	/** These rows are in view. */
	show(first: number, after: number) {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			for (const page of pagesOf(first, Math.max(after, 1))) void this.#fetch(page);
		}, REST);
	}

	/** The rank nearest to a moment, or that of the record with a byte of a source; null when the server cannot tell. */
	async find(where: { around: string } | { source: string; byte: number }): Promise<number | null> {
		const place = 'byte' in where ? { source: sourceNumber(where.source), byte: where.byte } : where;
		const query = { ...asQuery(this.#filters), ...place, limit: 1 };
		const { items, rank, total } = await evidence.records(this.incident, query, this.#stop.signal);
		this.total = total;
		const first = items[0];
		if (!first) return null;
		if ('byte' in where) {
			const [from, to] = first.bytes;
			if (first.source !== where.source || where.byte < from || where.byte >= to) return null;
		}
		return rank ?? first.rank;
	}

	/** Forgets what is on its way. */
	end() {
		clearTimeout(this.#timer);
		this.#stop.abort();
	}

	async #fetch(page: number) {
		if (this.#asked.has(page)) return;
		if (this.#pages.get(page)) return;
		this.#asked.add(page);
		try {
			const query = { ...asQuery(this.#filters), at: page * PAGE, limit: PAGE };
			const answer = await evidence.records(this.incident, query, this.#stop.signal);
			this.#pages.set(page, answer.items);
			this.total = answer.total;
			this.trouble = null;
			this.#arrived += 1;
		} catch (error) {
			if (!this.#stop.signal.aborted) this.trouble = trouble(error);
		} finally {
			this.#asked.delete(page);
		}
	}
}
