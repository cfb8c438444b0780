import { positionOf, type Knot } from './elastic';
import { stepFor, ticks, type Tick } from './ticks';

export interface PlacedTick extends Tick {
	position: number;
}

/** A stretch of nothing that is drawn shorter than it was. */
export interface Cut {
	/** Pixels. */
	from: number;
	to: number;
	/** Milliseconds. */
	length: number;
}

/** Ticks of an elastic scale between the positions `from` and `to`, no two nearer than `least` pixels. */
export function axisTicks(
	knots: Knot[],
	from: number,
	to: number,
	least: number,
	zone: string,
): PlacedTick[] {
	const placed: PlacedTick[] = [];
	let day: string | null = null;
	let before = -Infinity;
	for (let at = firstBefore(knots, from); at + 1 < knots.length; at++) {
		const knot = knots[at];
		const next = knots[at + 1];
		if (!knot || !next || knot.to > to) break;
		const stretch = next.from - knot.to;
		if (next.cut || stretch < least / 2) continue;
		const step = stepFor((least * (next.time - knot.time)) / stretch);
		for (const tick of ticks(knot.time, next.time, step, zone)) {
			const position = positionOf(knots, tick.time, 0);
			if (position - before < least * 0.8) continue;
			placed.push({ ...tick, position, day: tick.day === day ? null : tick.day });
			day = tick.day ?? day;
			before = position;
		}
	}
	return placed;
}

/** Stretches that are drawn shorter, between the positions `from` and `to`. */
export function cuts(knots: Knot[], from: number, to: number): Cut[] {
	const found: Cut[] = [];
	for (let at = firstBefore(knots, from); at + 1 < knots.length; at++) {
		const knot = knots[at];
		const next = knots[at + 1];
		if (!knot || !next || knot.to > to) break;
		if (next.cut) found.push({ from: knot.to, to: next.from, length: next.time - knot.time });
	}
	return found;
}

/** The last knot that begins before `position`, or the first of all. */
function firstBefore(knots: Knot[], position: number): number {
	let low = 0;
	let high = knots.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((knots[middle]?.from ?? Infinity) < position) low = middle + 1;
		else high = middle;
	}
	return Math.max(0, low - 1);
}
