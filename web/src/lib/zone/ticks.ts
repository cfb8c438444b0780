import { format } from './format';
import { offset } from './local';

/** Steps between ticks, in milliseconds. */
const STEPS = [
	1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
	1800e3, 3600e3, 7200e3, 10800e3, 21600e3, 43200e3, 86400e3, 172800e3, 604800e3, 1209600e3, 2592000e3,
];

export interface Tick {
	/** Milliseconds since 1970. */
	at: number;
	/** `00:51:40`, as short as the step allows. */
	label: string;
	/** `Mon 23 Nov` on the first tick and where the day changes, else empty. */
	day: string;
}

/** About `count` round moments between `from` and `to` (milliseconds), round as the clocks of `zone` show them. */
export function ticks(from: number, to: number, count: number, zone: string): Tick[] {
	const span = to - from;
	if (!(span > 0) || count < 1) return [];
	const step = STEPS.find((one) => span / one <= count) ?? 2592000e3 * Math.ceil(span / (count * 2592000e3));
	const shift = offset(from, zone);
	const first = Math.ceil((from + shift) / step) * step - shift;
	const made: Tick[] = [];
	let day = '';
	for (let at = first; at <= to; at += step) {
		const shown = format(new Date(at).toISOString(), zone, step < 1000 ? 3 : 0);
		if (!shown) continue;
		made.push({ at, label: short(shown.time, step), day: shown.day === day ? '' : shown.day });
		day = shown.day;
	}
	return made;
}

function short(time: string, step: number): string {
	if (step >= 86400e3) return '';
	return step >= 60e3 ? time.slice(0, 5) : time;
}
