/** Browsers cap how high an element may be, at 17 to 33 million pixels; we stay well below. */
export const HIGHEST = 8_000_000;

/**
 * Where a list of any length stands in a scroll bar of bounded height. `top` is exact, in pixels as if all rows were there; the
 * scroll bar is a picture of it. Small steps of the bar (wheel, touch, keys) move `top` by as many pixels; a large one (the
 * bar is dragged) jumps.
 */
export class VirtualScroll {
	total = 0;
	viewport = 0;
	top = 0;
	#shown = 0;

	constructor(readonly rowHeight: number) {}

	/** Height of all rows, were there no cap. */
	get whole(): number {
		return this.total * this.rowHeight;
	}

	/** Height of the element that makes the scroll bar. */
	get height(): number {
		return Math.min(HIGHEST, this.whole);
	}

	get #lastTop(): number {
		return Math.max(0, this.whole - this.viewport);
	}

	/** Where the scroll bar should stand. */
	get scrollTop(): number {
		const room = this.height - this.viewport;
		if (this.height === this.whole || room <= 0) return this.top;
		return (this.top / this.#lastTop) * room;
	}

	/** The element was scrolled to `scrollTop`. */
	scrolled(scrollTop: number) {
		const step = scrollTop - this.#shown;
		this.#shown = scrollTop;
		const room = this.height - this.viewport;
		if (this.height === this.whole || room <= 0) this.top = scrollTop;
		else if (Math.abs(step) <= this.viewport * 1.5) this.top += step;
		else this.top = (scrollTop / room) * this.#lastTop;
		this.#clamp();
	}

	/** Our own setting of the element to `scrollTop`: no news. */
	settled(scrollTop: number) {
		this.#shown = scrollTop;
	}

	/** Puts `row` into view: at the middle where it is far, else no further than needed. */
	reveal(row: number, middle: boolean) {
		const from = row * this.rowHeight;
		if (middle) this.top = from - (this.viewport - this.rowHeight) / 2;
		else if (from < this.top) this.top = from;
		else if (from + this.rowHeight > this.top + this.viewport)
			this.top = from + this.rowHeight - this.viewport;
		this.#clamp();
	}

	resize(total: number, viewport: number) {
		this.total = total;
		this.viewport = viewport;
		this.#clamp();
	}

	/** The first row in view and the one after the last, with `over` more on each side. */
	rows(over: number): [number, number] {
		const first = Math.floor(this.top / this.rowHeight) - over;
		const after = Math.ceil((this.top + this.viewport) / this.rowHeight) + over;
		return [Math.max(0, first), Math.min(this.total, after)];
	}

	#clamp() {
		this.top = Math.max(0, Math.min(this.top, this.#lastTop));
	}
}
