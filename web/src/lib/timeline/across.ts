import { pack } from '$lib/timescale/pack';
import type { Span } from '$lib/timescale/span';
import type { Item } from './item';
import type { Rail } from './rails';

/** Rows of one lane; what does not fit is counted. */
const MOST_ROWS = 8;
/** Pixels of a label that is told; more is cut. */
const LABEL = 190;
/** Pixels of the mark at the beginning of an entry. */
const MARK = 18;
export const ROW = 22;
const LANE_PADDING = 6;

/** Where an entry is drawn, across. */
export interface Placed {
	item: Item;
	x: number;
	/** Where its bar ends; at least the mark. */
	end: number;
	top: number;
	/** Pixels of its label. */
	label: number;
	/** Where it was true, when it is drawn where it was known. */
	truth: number | null;
}

export interface AcrossLane extends Rail {
	top: number;
	height: number;
	/** Entries that found no room; enlarging makes it. */
	more: number;
}

export interface AcrossPlaces {
	placed: Placed[];
	lanes: AcrossLane[];
	height: number;
}

/**
 * Lays `items` (in order of `at`) out over `width` pixels: time is true to scale, and nothing lies over another. Labels are
 * as long as `measure` says, where there is room.
 */
export function across(
	items: Item[],
	at: (item: Item) => number,
	span: Span,
	width: number,
	rails: Rail[],
	railOf: (item: Item) => number,
	measure: (text: string) => number,
): AcrossPlaces {
	const scale = width / Math.max(span.to - span.from, 1e-6);
	const x = (time: number) => (time - span.from) * scale;
	const seen = items.filter((item) => {
		const time = at(item);
		return time <= span.to && Math.max(item.end ?? time, time + (MARK + LABEL) / scale) >= span.from;
	});
	const bars = seen.map((item) => {
		const from = x(at(item));
		const end = item.end === null || at(item) !== item.time ? from : Math.min(x(item.end), width);
		const label = Math.min(measure(item.entry.title) + 6, LABEL);
		return { item, lane: railOf(item), from, end, to: Math.max(from + MARK + label, end), label };
	});
	const { rows, used } = pack(bars, rails.length, MOST_ROWS, 4);
	const lanes = stack(rails, used);
	const placed: Placed[] = [];
	bars.forEach((bar, index) => {
		const lane = lanes[bar.lane];
		const row = rows[index] ?? -1;
		if (!lane) return;
		if (row < 0) {
			lane.more += 1;
			return;
		}
		const top = lane.top + LANE_PADDING / 2 + row * ROW;
		const truth = at(bar.item) === bar.item.time ? null : x(bar.item.time);
		placed.push({
			item: bar.item,
			x: bar.from,
			end: Math.max(bar.end, bar.from + MARK),
			top,
			label: bar.label,
			truth,
		});
	});
	const last = lanes.at(-1);
	return { placed, lanes, height: last ? last.top + last.height : 0 };
}

function stack(rails: Rail[], used: number[]): AcrossLane[] {
	let top = 0;
	return rails.map((rail, at) => {
		const height = Math.max(1, used[at] ?? 1) * ROW + LANE_PADDING;
		const lane = { ...rail, top, height, more: 0 };
		top += height;
		return lane;
	});
}
