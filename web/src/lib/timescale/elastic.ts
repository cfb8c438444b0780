/**
 * A scale that gives everything its place: distances follow time, but two things of one column never overlap, and long
 * stretches of nothing are cut short. Time never runs backwards on it, so what is further down is never earlier.
 */

/** What takes a place, in order of time. */
export interface Box {
	/** Milliseconds since 1970. */
	time: number;
	/** Pixels. */
	height: number;
	column: number;
}

/** A moment at which something stands: it may take a stretch of the axis when several things happen at once. */
export interface Knot {
	time: number;
	from: number;
	to: number;
	/** The time before it is drawn shorter than the scale says. */
	cut: boolean;
}

export interface Elastic {
	/** The upper edge of each box, never falling. */
	tops: Float64Array;
	knots: Knot[];
	height: number;
	/** Height of the tallest box, for culling. */
	tallest: number;
}

export interface ElasticSetup {
	/** Pixels for a millisecond. */
	scale: number;
	columns: number;
	/** Pixels between two boxes. */
	gap: number;
	/** The most pixels for time in which nothing happens. */
	longest: number;
	/** Pixels above the first box and below the last. */
	margin: number;
}

export function elastic(boxes: Box[], setup: ElasticSetup): Elastic {
	const { scale, gap, longest, margin } = setup;
	const bottoms = new Array<number>(Math.max(1, setup.columns)).fill(margin);
	const tops = new Float64Array(boxes.length);
	const knots: Knot[] = [];
	let at = margin;
	let tallest = 0;
	let knot: Knot | undefined;
	boxes.forEach((box, index) => {
		const stretch = knot ? (box.time - knot.time) * scale : 0;
		const column = Math.min(Math.max(0, box.column), bottoms.length - 1);
		const top = Math.max(at + Math.min(stretch, longest), bottoms[column] ?? margin);
		tops[index] = top;
		bottoms[column] = top + box.height + gap;
		tallest = Math.max(tallest, box.height);
		if (knot && box.time === knot.time) knot.to = top;
		else knots.push((knot = { time: box.time, from: top, to: top, cut: stretch > longest }));
		at = top;
	});
	return { tops, knots, height: Math.max(...bottoms) - (boxes.length > 0 ? gap : 0) + margin, tallest };
}

/** The last knot for which `before` holds; `before` holds for a beginning of the list. */
function lastKnot(knots: Knot[], before: (knot: Knot) => boolean): number {
	let low = 0;
	let high = knots.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const knot = knots[middle];
		if (knot && before(knot)) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** Where `time` stands. Outside of what the scale knows it goes on with `scale` pixels for a millisecond. */
export function positionOf(knots: Knot[], time: number, scale: number): number {
	const index = lastKnot(knots, (knot) => knot.time <= time);
	const knot = knots[index];
	const next = knots[index + 1];
	if (!knot) return next ? next.from - Math.min((next.time - time) * scale, next.from) : 0;
	if (knot.time === time) return knot.from;
	if (!next) return knot.to + Math.min((time - knot.time) * scale, TAIL);
	return knot.to + ((time - knot.time) / (next.time - knot.time)) * (next.from - knot.to);
}

/** How far beyond the last thing time is drawn, in pixels. */
const TAIL = 48;

/** Which time stands at `position`. */
export function timeAt(knots: Knot[], position: number): number {
	const index = lastKnot(knots, (knot) => knot.from <= position);
	const knot = knots[index];
	const next = knots[index + 1];
	if (!knot) return next?.time ?? NaN;
	if (!next || position <= knot.to || next.from <= knot.to) return knot.time;
	return knot.time + ((position - knot.to) / (next.from - knot.to)) * (next.time - knot.time);
}
