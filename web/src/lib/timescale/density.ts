import type { Span } from './span';

/**
 * How many of `marks` fall into each of `buckets` equal parts of `span`, by their `group`. What lies outside counts
 * nowhere.
 */
export function density(
	marks: Iterable<{ time: number; group: number }>,
	span: Span,
	buckets: number,
	groups: number,
): Uint32Array[] {
	const counts = Array.from({ length: groups }, () => new Uint32Array(buckets));
	const width = (span.to - span.from) / buckets;
	for (const { time, group } of marks) {
		if (!(time >= span.from && time <= span.to)) continue;
		const bucket = width > 0 ? Math.min(Math.floor((time - span.from) / width), buckets - 1) : 0;
		const row = counts[group];
		if (row) row[bucket] = (row[bucket] ?? 0) + 1;
	}
	return counts;
}

/** The largest sum of a bucket over all groups; at least 1. */
export function highest(counts: Uint32Array[]): number {
	let most = 1;
	const buckets = counts[0]?.length ?? 0;
	for (let bucket = 0; bucket < buckets; bucket++) {
		most = Math.max(
			most,
			counts.reduce((sum, row) => sum + (row[bucket] ?? 0), 0),
		);
	}
	return most;
}
