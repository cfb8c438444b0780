import { covering, length, padded, within, zoom, type Span } from '$lib/timescale/span';
import { lowerBound } from '$lib/timescale/viewport';
import type { Timeline } from './timeline.svelte';

/** How much one press of a key, or one notch of a wheel, enlarges. */
export const STEP = 1.6;
/** Pixels for a millisecond beyond which nothing is told apart any better. */
const MOST = 1_000;

/** Enlarges (factor over 1) or shrinks; what is at `anchor` pixels from the upper (or left) edge keeps its place. */
export function zoomBy(timeline: Timeline, factor: number, anchor?: number) {
	if (timeline.look.shape === 'across') return zoomAcross(timeline, factor);
	const { viewport } = timeline;
	const at = viewport.top + (anchor ?? anchorOf(timeline));
	// A row keeps its place, not a time: a moment with many entries is long.
	const row = Math.min(lowerBound(timeline.places.tops, at), timeline.rows.length - 1);
	const before = timeline.places.tops[row];
	const fewest = timeline.fitting / 4;
	timeline.look.scale = Math.min(Math.max(timeline.scale * factor, fewest), MOST);
	const after = timeline.places.tops[row];
	if (before !== undefined && after !== undefined) viewport.jump(viewport.top + after - before);
}

/** The current entry where it is seen, else the middle. */
function anchorOf(timeline: Timeline): number {
	const { viewport, places } = timeline;
	const top = places.tops[timeline.rowIndex(timeline.selection.current)];
	const from = top === undefined ? -1 : top - viewport.top;
	return from >= 0 && from <= viewport.height ? from : viewport.height / 2;
}

export function acrossBounds(timeline: Timeline): Span {
	return padded(timeline.bounds, 0.03);
}

function zoomAcross(timeline: Timeline, factor: number) {
	const bounds = acrossBounds(timeline);
	const now = timeline.look.across ?? bounds;
	const { current } = timeline;
	const seen = current && current.time >= now.from && current.time <= now.to;
	timeline.look.across = zoom(now, 1 / factor, seen ? current.time : (now.from + now.to) / 2, bounds);
}

/** Shows everything. */
export function fitAll(timeline: Timeline) {
	timeline.look.scale = 0;
	timeline.look.across = null;
	void timeline.viewport.scrollTo(0);
}

/** Shows `span` as large as it fits. */
export function fitSpan(timeline: Timeline, span: Span) {
	timeline.look.across = within(padded(span, 0.05), acrossBounds(timeline));
	timeline.look.scale = Math.min((0.8 * timeline.viewport.height) / Math.max(length(span), 1), MOST);
	timeline.viewport.jump(timeline.position(span.from) - 0.1 * timeline.viewport.height);
}

/** Shows what is selected, or the marked stretch of time. */
export function fitSelection(timeline: Timeline) {
	const { look, selection, order, items } = timeline;
	const chosen = new Set(selection.targets(order));
	const times = items.filter(({ id }) => chosen.has(id)).flatMap(({ time, end }) => [time, end ?? time]);
	const span = look.span ?? covering(times);
	if (span) fitSpan(timeline, span);
}
