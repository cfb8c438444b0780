import type { Series } from '$lib/api/evidence';

/** Lines of one plot; more cannot be told apart. */
export const MOST_LINES = 8;

export interface Line {
	label: string;
	points: Series['lines'][number]['points'];
	least: number;
	most: number;
	last: number;
}

/** The labels of a line without those that all lines share. */
function labelsOf(series: Series): string[] {
	const all = series.lines.map((line) => line.labels);
	const first = all[0] ?? {};
	const shared = Object.keys(first).filter((name) => all.every((labels) => labels[name] === first[name]));
	const keep = all.length > 1 ? (name: string) => !shared.includes(name) : () => true;
	return all.map((labels) => {
		const parts = Object.entries(labels).filter(([name]) => keep(name) && name !== '__name__');
		return parts.map(([name, value]) => `${name}=${value}`).join(' ') || series.name;
	});
}

/** The lines that change most, most first, and how many are left out. */
export function chosenLines(series: Series): { lines: Line[]; leftOut: number } {
	const labels = labelsOf(series);
	const lines = series.lines
		.filter((line) => line.points.length > 0)
		.map((line) => {
			const values = line.points.map((point) => point[1]);
			return {
				label: labels[series.lines.indexOf(line)] ?? '',
				points: line.points,
				least: line.points.reduce((least, point) => Math.min(least, point[2]), Infinity),
				most: line.points.reduce((most, point) => Math.max(most, point[3]), -Infinity),
				last: values.at(-1) ?? 0,
			};
		})
		.sort((left, right) => right.most - right.least - (left.most - left.least));
	return { lines: lines.slice(0, MOST_LINES), leftOut: Math.max(0, lines.length - MOST_LINES) };
}

/** A pause longer than this many usual steps is a hole, and is drawn as one. */
const HOLE = 4;

/** The moments at which a line must be interrupted: in the middle of its holes. */
function holes(line: Line): number[] {
	const moments = line.points.map((point) => point[0]);
	const steps = moments.slice(1).map((moment, at) => moment - (moments[at] ?? 0));
	const usual = [...steps].sort((left, right) => left - right)[Math.floor(steps.length / 2)] ?? 0;
	return steps.flatMap((step, at) => (step > usual * HOLE ? [(moments[at] ?? 0) + step / 2] : []));
}

/**
 * One column of moments (seconds) for all lines, and a column of values for each: undefined where only other lines have a
 * value, null within a hole.
 */
export function columns(lines: Line[]): [number[], ...(number | null | undefined)[][]] {
	const pauses = lines.map(holes);
	const all = new Set([...lines.flatMap((line) => line.points.map((point) => point[0])), ...pauses.flat()]);
	const moments = [...all].sort((left, right) => left - right);
	const place = new Map(moments.map((moment, at) => [moment, at]));
	const values = lines.map((line, at) => {
		const column: (number | null | undefined)[] = moments.map(() => undefined);
		for (const [moment, value] of line.points) column[place.get(moment) ?? 0] = value;
		for (const moment of pauses[at] ?? []) column[place.get(moment) ?? 0] = null;
		return column;
	});
	return [moments.map((moment) => moment / 1000), ...values];
}

const PREFIXES: [number, string][] = [
	[1e9, 'G'],
	[1e6, 'M'],
	[1e3, 'k'],
];

/** A measured value with its unit, to three digits. */
export function measured(value: number, unit: string | null): string {
	const size = Math.abs(value);
	if (unit === 's' && size > 0 && size < 1) return `${digits(value * 1000)} ms`;
	const [by, prefix] = PREFIXES.find(([least]) => size >= least * 10) ?? [1, ''];
	return `${digits(value / by)}${prefix || unit ? ' ' : ''}${prefix}${unit ?? ''}`;
}

function digits(value: number): string {
	return String(Number(value.toPrecision(3)));
}
