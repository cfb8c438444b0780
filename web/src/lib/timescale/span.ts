/** A stretch of time that is looked at, in milliseconds since 1970. */
export interface Span {
	from: number;
	to: number;
}

/** The shortest stretch that can be looked at: a millisecond, in which microseconds still stand apart. */
export const SHORTEST = 1;

export function length(span: Span): number {
	return span.to - span.from;
}

/** `span` with its length multiplied by `factor`; `at` keeps its place. It stays within `bounds`. */
export function zoom(span: Span, factor: number, at: number, bounds: Span): Span {
	const wanted = Math.min(Math.max(length(span) * factor, SHORTEST), Math.max(length(bounds), SHORTEST));
	const share = length(span) > 0 ? (at - span.from) / length(span) : 0.5;
	const from = at - share * wanted;
	return within({ from, to: from + wanted }, bounds);
}

export function pan(span: Span, by: number, bounds: Span): Span {
	return within({ from: span.from + by, to: span.to + by }, bounds);
}

/** Moves `span` into `bounds`, and shortens it where it is longer. */
export function within(span: Span, bounds: Span): Span {
	if (length(span) >= length(bounds)) return { ...bounds };
	if (span.from < bounds.from) return { from: bounds.from, to: bounds.from + length(span) };
	if (span.to > bounds.to) return { from: bounds.to - length(span), to: bounds.to };
	return span;
}

/** `span` with `share` of its length added on both sides, so that nothing stands at the very edge. */
export function padded(span: Span, share: number): Span {
	const by = Math.max(length(span) * share, SHORTEST / 2);
	return { from: span.from - by, to: span.to + by };
}

/** The least stretch that holds all `times`; those that are no numbers are left out. */
export function covering(times: Iterable<number>): Span | null {
	let from = Infinity;
	let to = -Infinity;
	for (const time of times) {
		if (Number.isNaN(time)) continue;
		from = Math.min(from, time);
		to = Math.max(to, time);
	}
	return from <= to ? { from, to } : null;
}

/** The least distance of two fingers that is taken for one, as a share of the room. */
const NEAREST = 0.02;

/**
 * `span` after two fingers moved from the shares `before` of its room to `now`: what is under each of them goes along. It
 * stays within `bounds`.
 */
export function pinch(span: Span, before: [number, number], now: [number, number], bounds: Span): Span {
	const apart = (pair: [number, number]) => Math.max(Math.abs(pair[1] - pair[0]), NEAREST);
	const middle = (pair: [number, number]) => (pair[0] + pair[1]) / 2;
	const under = span.from + middle(before) * length(span);
	const sized = zoom(span, apart(before) / apart(now), under, bounds);
	return within(
		{
			from: under - middle(now) * length(sized),
			to: under + (1 - middle(now)) * length(sized),
		},
		bounds,
	);
}
