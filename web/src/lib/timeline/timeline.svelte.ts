import type { ReviewDocument } from '$lib/review/review-document.svelte';
import { elastic, positionOf, timeAt, type Box } from '$lib/timescale/elastic';
import { measureFont } from '$lib/timescale/measure';
import { covering, length, type Span } from '$lib/timescale/span';
import { inView } from '$lib/timescale/viewport';
import { milliseconds } from '$lib/zone/moment';
import { arrange, toldBy } from './arrange';
import { cardHeight, columnOf, columnsFor, LINE_HEIGHT, SHARES } from './card';
import { itemOf, LANES, type Item } from './item';
import { unchanged } from './unchanged';
import { rolesOf, shownAt } from './known';
import { Look } from './look.svelte';
import { undecidedWithNext } from './order';
import { seriesOf } from './plot';
import { railIndex, railsOf, sameRail } from './rails';
import { commentsByEntry, notesByEntry, rowsOf, type Row } from './rows';
import { visitorsOf } from './visitors';
import { Selection } from './selection.svelte';
import { Viewport } from './viewport.svelte';

/** The text of a card's title; must be the face and size that Card.svelte uses. */
const measure = measureFont('15px "Source Sans 3", system-ui, sans-serif', 7.1);

const GAP = 6;
const LONGEST = 240;
const MARGIN = 24;
/** Height of a note that hangs on a time. */
const NOTE_HEIGHT = 84;
const MOST_RAILS = 14;

/** The timeline as it is looked at: what of the document is shown, in which order, and where. */
export class Timeline {
	readonly document: ReviewDocument;
	readonly look = new Look();
	readonly selection = new Selection();
	readonly viewport = new Viewport();
	/** Room left of the cards: axis and rails. */
	gutter = $state(0);

	readonly #at = $derived.by(() => {
		const { known, role } = this.look;
		return (item: Item) => shownAt(item, known, role);
	});
	readonly all = $derived.by(() => this.document.entries.all.map(itemOf));
	readonly arranged = $derived.by(() =>
		arrange(this.all, (id) => this.document.entries.get(id), this.look.choice, this.#at),
	);
	readonly items = $derived(this.arranged.items);
	readonly #keepOrder = unchanged<string>();
	readonly order = $derived(this.#keepOrder(this.items.map(({ id }) => id)));
	readonly notes = $derived.by(() => notesByEntry(this.document.notes.all, (id) => this.#teller(id)));
	readonly comments = $derived.by(() => commentsByEntry(this.document.comments.all));
	readonly rows = $derived.by(() => rowsOf(this.items, this.document.notes.all, this.#at));
	readonly roles = $derived.by(() => rolesOf(this.all));
	readonly #keepRails = unchanged(sameRail);
	readonly rails = $derived(
		this.#keepRails(
			railsOf(
				this.items,
				MOST_RAILS,
				this.rows.some(({ note }) => note !== null),
			),
		),
	);
	/** Who else is at which entry now. */
	readonly visitors = $derived.by(() => visitorsOf(this.document.presence.present));
	/** Entries whose order with the next one nobody can tell. */
	readonly undecided = $derived.by(() => {
		const undecided = undecidedWithNext(this.items);
		return new Set(this.order.filter((_, at) => undecided[at]));
	});
	/** The place of each entry in the order, from 0. */
	readonly ranks = $derived(new Map(this.order.map((id, at) => [id, at])));
	/** First and last moment of anything that is shown, ends included. */
	readonly bounds: Span = $derived.by(() => {
		const times = this.rows.flatMap(({ time, item }) => [time, item?.time ?? time, item?.end ?? time]);
		const { from, to } = covering(times) ?? { from: 0, to: 0 };
		if (from !== this.#bounds.from || to !== this.#bounds.to) this.#bounds = { from, to };
		return this.#bounds;
	});
	/** What `bounds` was last. */
	#bounds: Span = { from: 0, to: 0 };

	readonly room = $derived(Math.max(120, this.viewport.width - this.gutter - 12));
	readonly columns = $derived(columnsFor(this.room));
	readonly edges = $derived.by(() => {
		let left = 0;
		return SHARES[this.columns].map((share) => {
			const edge = { left: Math.round(left * this.room), width: Math.floor(share * this.room) - 8 };
			left += share;
			return edge;
		});
	});
	readonly #keepRowOrder = unchanged<string>();
	readonly #rowOrder = $derived(this.#keepRowOrder(this.rows.map(({ id }) => id)));
	readonly rowRanks = $derived(new Map(this.#rowOrder.map((id, at) => [id, at])));
	readonly #keepBoxes = unchanged<Box>(
		(left, right) => left.time === right.time && left.height === right.height && left.column === right.column,
	);
	readonly boxes: Box[] = $derived.by(() => this.#keepBoxes(this.rows.map(this.#boxing())));
	/** Pixels for a millisecond at which everything fits the window, as far as cards let it. */
	readonly fitting = $derived(Math.max(this.viewport.height, 400) / Math.max(length(this.bounds), 1));
	readonly scale = $derived(this.look.scale > 0 ? this.look.scale : this.fitting);
	readonly places = $derived(
		elastic(this.boxes, {
			scale: this.scale,
			columns: this.columns,
			gap: GAP,
			longest: LONGEST,
			margin: MARGIN,
		}),
	);
	/** Where each row ends on the scale, or where it was true, in pixels; not a number where it is only a moment. */
	readonly ends = $derived(
		Float64Array.from(this.rows, ({ item, note }) => {
			const end = item ? item.end : milliseconds(note?.to);
			return end === null || Number.isNaN(end) || this.look.known ? NaN : this.position(end);
		}),
	);
	readonly shown: [number, number] = $derived(
		inView(this.places.tops, this.places.tallest, this.viewport.from, this.viewport.to),
	);

	constructor(document: ReviewDocument) {
		this.document = document;
	}

	get current(): Item | null {
		const entry = this.document.entries.get(this.selection.current);
		return entry ? itemOf(entry) : null;
	}

	/** On which rail an item lies. */
	railOf(item: Item): number {
		return railIndex(this.rails, item);
	}

	position(time: number): number {
		return positionOf(this.places.knots, time, this.scale);
	}

	timeAt(position: number): number {
		return timeAt(this.places.knots, position);
	}

	/** What is seen of the window of time. */
	get seen(): Span {
		const { top, height } = this.viewport;
		return { from: this.timeAt(top), to: this.timeAt(top + height) };
	}

	rowIndex(id: string | null): number {
		return id === null ? -1 : (this.rowRanks.get(id) ?? -1);
	}

	/** Scrolls the row of `id` into view. */
	show(id: string | null) {
		const at = this.rowIndex(id);
		if (at < 0) return;
		this.viewport.show({ top: this.places.tops[at] ?? 0, height: this.boxes[at]?.height ?? 0 });
	}

	/** Gives the keyboard back to the current entry. */
	focus() {
		void this.viewport.focus(this.selection.current);
	}

	/** Makes `id` the current entry and shows it; looks for the one that tells it, and widens the choice if it must. */
	open(id: string) {
		const teller = this.#teller(id);
		if (!this.order.includes(teller)) {
			const state = this.document.entries.get(teller)?.state;
			this.look.widen();
			if (state === 'hidden') this.look.states.add('hidden');
		}
		this.selection.set(teller);
		this.show(teller);
	}

	/** How far an entry is set in, where all lanes share one column: so that it is seen whose it is. */
	indent({ lane }: Item): number {
		return this.columns === 1 && lane === 'people' ? Math.min(40, this.room / 10) : 0;
	}

	#teller(id: string): string {
		const entry = this.document.entries.get(id);
		return entry ? toldBy(entry, (other) => this.document.entries.get(other)).id : id;
	}

	/** Makes the boxes of rows. What all rows have in common is looked up once: there are thousands. */
	#boxing(): (row: Row) => Box {
		const { columns, edges, room, comments, notes } = this;
		const { lines } = this.look;
		const { merged } = this.arranged;
		const columnsByLane = LANES.map((_, at) => columnOf(at, columns));
		const lanes = new Map(LANES.map(({ lane }, at) => [lane, at]));
		return ({ time, item }) => {
			const column = columnsByLane[item ? (lanes.get(item.lane) ?? 0) : 3] ?? 0;
			if (lines) return { time, height: LINE_HEIGHT, column };
			if (!item) return { time, height: NOTE_HEIGHT, column };
			const width = (edges[column]?.width ?? room) - this.indent(item);
			const { entry } = item;
			const extras =
				entry.tags.length + entry.corrected.length + (comments.get(item.id)?.length ?? 0) > 0 ||
				merged.has(item.id);
			return { time, height: heightOf(item, width, extras, notes.get(item.id)?.length ?? 0), column };
		};
	}
}

/** Heights that were measured: most entries stay as they are while one is changed. */
const heights = new WeakMap<Item, { width: number; extras: boolean; notes: number; height: number }>();

function heightOf(item: Item, width: number, extras: boolean, notes: number): number {
	const known = heights.get(item);
	if (known && known.width === width && known.extras === extras && known.notes === notes) return known.height;
	const height = cardHeight({ title: item.entry.title, plot: hasPlot(item), extras, notes }, width, measure);
	heights.set(item, { width, extras, notes, height });
	return height;
}

function hasPlot({ entry }: Item): boolean {
	return seriesOf(entry.machine?.plot) !== null;
}
