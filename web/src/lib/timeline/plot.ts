import { milliseconds } from '$lib/zone/moment';

/** A small series that shows why the machine put an entry there. */
export interface Series {
	label: string;
	/** Milliseconds since 1970. */
	start: number;
	step: number;
	/** Null where nothing was measured. */
	values: (number | null)[];
}

/** The most values that are believed; the machine sends far fewer. */
const MOST = 2_000;

const read = new WeakMap<object, Series | null>();

/** The series of an entry's `plot`, read once. */
export function seriesOf(plot: unknown): Series | null {
	if (!plot || typeof plot !== 'object') return null;
	let series = read.get(plot);
	if (series === undefined) read.set(plot, (series = readSeries(plot)));
	return series;
}

/** Reads `plot` of an entry; null when there is nothing to draw. */
export function readSeries(plot: unknown): Series | null {
	if (!plot || typeof plot !== 'object') return null;
	const { label, start, step_s, values } = plot as Record<string, unknown>;
	const from = milliseconds(typeof start === 'string' ? start : null);
	if (!Array.isArray(values) || typeof step_s !== 'number' || Number.isNaN(from)) return null;
	const numbers = values
		.slice(0, MOST)
		.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));
	if (numbers.every((value) => value === null)) return null;
	return { label: typeof label === 'string' ? label : '', start: from, step: step_s * 1000, values: numbers };
}

export function range(values: (number | null)[]): { least: number; most: number } {
	let least = Infinity;
	let most = -Infinity;
	for (const value of values) {
		if (value === null) continue;
		least = Math.min(least, value);
		most = Math.max(most, value);
	}
	return { least, most };
}

/** An SVG path through `values`, broken where there are none; a value between two holes is a short stroke. */
export function path(values: (number | null)[], width: number, height: number): string {
	const { least, most } = range(values);
	const wide = values.length > 1 ? width / (values.length - 1) : 0;
	const high = most > least ? height / (most - least) : 0;
	let drawn = '';
	values.forEach((value, at) => {
		if (value === null) return;
		const x = round(at * wide);
		const y = round(high > 0 ? height - (value - least) * high : height / 2);
		const begins = at === 0 || (values[at - 1] ?? null) === null;
		const alone = begins && (values[at + 1] ?? null) === null;
		drawn += `${begins ? 'M' : 'L'}${x} ${y}${alone ? 'h1' : ''}`;
	});
	return drawn;
}

/** Where `time` lies on a plot `width` wide; null when outside. */
export function across(series: Series, time: number, width: number): number | null {
	const span = series.step * (series.values.length - 1);
	const share = span > 0 ? (time - series.start) / span : NaN;
	return share >= 0 && share <= 1 ? round(share * width) : null;
}

/** The plot in words, for those who do not see it. */
export function inWords(series: Series): string {
	const { least, most } = range(series.values);
	const there = series.values.filter((value) => value !== null).length;
	const holes = series.values.length - there;
	const missing = holes > 0 ? `, ${holes} of ${series.values.length} places without a value` : '';
	return `${series.label}: from ${short(least)} to ${short(most)}${missing}`;
}

/** A number as short as it can be told: three digits that mean something. */
export function short(value: number): string {
	if (value === 0) return '0';
	const size = Math.abs(value);
	if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace('e+', 'e');
	return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
