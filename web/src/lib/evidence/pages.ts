/** Rows are fetched in pages of this many. */
export const PAGE = 200;
/** Pages that are kept; those not used for longest go first. */
export const KEPT = 60;

/** The pages that hold the rows from `first` to before `after`. */
export function pagesOf(first: number, after: number): number[] {
	const pages: number[] = [];
	for (let page = Math.floor(first / PAGE); page * PAGE < after; page++) pages.push(page);
	return pages;
}

/** Pages by number, bounded: what is asked for last is kept longest. */
export class Pages<T> {
	#pages = new Map<number, T[]>();

	get(page: number): T[] | undefined {
		const rows = this.#pages.get(page);
		if (rows) {
			this.#pages.delete(page);
			this.#pages.set(page, rows);
		}
		return rows;
	}

	set(page: number, rows: T[]) {
		this.#pages.delete(page);
		this.#pages.set(page, rows);
		for (const oldest of this.#pages.keys()) {
			if (this.#pages.size <= KEPT) break;
			this.#pages.delete(oldest);
		}
	}

	row(at: number): T | undefined {
		return this.#pages.get(Math.floor(at / PAGE))?.[at % PAGE];
	}

	clear() {
		this.#pages.clear();
	}
}
