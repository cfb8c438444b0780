import { SEVERITIES, type Histogram, type Severity } from '$lib/api/evidence';

/** Severities that must be seen even where they are few: at least this high, in pixels. */
const SEEN: Severity[] = ['fatal', 'error', 'warn'];
const LEAST = 2;

/** One path a severity, stacked with the worst at the foot, in a box of `width` by `height` pixels. */
export function bars(
	histogram: Histogram,
	width: number,
	height: number,
): { severity: Severity; path: string }[] {
	const { counts } = histogram;
	const most = Math.max(1, ...counts.map((bucket) => bucket.reduce((sum, one) => sum + one, 0)));
	const step = width / Math.max(1, counts.length);
	const wide = Math.max(0.5, step - (step > 3 ? 1 : 0));
	const paths = SEVERITIES.map((severity) => ({ severity, path: '' }));
	counts.forEach((bucket, at) => {
		let foot = height;
		const x = round(at * step);
		for (const part of paths) {
			const count = bucket[histogram.severities.indexOf(part.severity)] ?? 0;
			if (count === 0) continue;
			const least = SEEN.includes(part.severity) ? LEAST : 0.5;
			const high = Math.min(foot, Math.max(least, (count / most) * height));
			foot -= high;
			part.path += `M${x} ${round(foot)}h${round(wide)}v${round(high)}h${round(-wide)}z`;
		}
	});
	return paths.filter(({ path }) => path !== '');
}

/** What the bars say, in words. */
export function told(histogram: Histogram): { total: number; errors: number; busiest: string | null } {
	const of = (severity: Severity) => histogram.severities.indexOf(severity);
	const sums = histogram.counts.map((bucket) => bucket.reduce((sum, one) => sum + one, 0));
	const errors = histogram.counts.reduce(
		(sum, bucket) => sum + (bucket[of('fatal')] ?? 0) + (bucket[of('error')] ?? 0),
		0,
	);
	const most = Math.max(...sums, 0);
	const at = sums.indexOf(most);
	const start = Date.parse(histogram.from ?? '') + at * histogram.step_s * 1000;
	return { total: histogram.total, errors, busiest: most > 0 ? new Date(start).toISOString() : null };
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
