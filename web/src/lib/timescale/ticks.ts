import { format } from '$lib/zone/format';
import { rfc3339 } from '$lib/zone/moment';

/** A mark on the axis. */
export interface Tick {
	/** Milliseconds since 1970. */
	time: number;
	/** As exact as the step between ticks needs: `14:09`, `14:09:41`, `14:09:41.120`, `Mon 23 Nov`. */
	label: string;
	/** The day, on the first tick of each day: the date is never left to be guessed. */
	day: string | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between ticks that people count in, in milliseconds. */
const STEPS = [
	...[1, 2, 5, 10, 20, 50, 100, 200, 500],
	...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
	...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
	...[1, 2, 3, 6, 12].map((count) => count * HOUR),
	...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * DAY),
];

/** No axis is longer than this many ticks, whatever it is asked for. */
const MOST = 400;

/** The least step of at least `least` milliseconds. */
export function stepFor(least: number): number {
	return STEPS.find((step) => step >= least) ?? Math.ceil(least / (364 * DAY)) * 364 * DAY;
}

/** What to add to UTC for the clocks of `zone` at `time`, in milliseconds. */
export function zoneOffset(time: number, zone: string): number {
	const offset = format(rfc3339(time), zone, 0)?.offset ?? 'UTC';
	const parts = /^UTC([+-])(\d{2}):(\d{2})/.exec(offset);
	if (!parts) return 0;
	const length = Number(parts[2]) * HOUR + Number(parts[3]) * MINUTE;
	return parts[1] === '-' ? -length : length;
}

/** The digits after the second that tell two ticks of `step` apart. */
function digitsFor(step: number): number {
	return step >= SECOND ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
}

function labelOf(time: number, step: number, zone: string): { label: string; day: string } {
	const shown = format(rfc3339(time), zone, digitsFor(step));
	if (!shown) return { label: '', day: '' };
	if (step >= DAY) return { label: shown.day, day: shown.day };
	return { label: step >= MINUTE ? shown.time.slice(0, 5) : shown.time, day: shown.day };
}

/** Ticks `step` milliseconds apart from `from` to `to`, at round times of `zone`. */
export function ticks(from: number, to: number, step: number, zone: string): Tick[] {
	if (!(to >= from) || !(step > 0) || (to - from) / step > MOST) return [];
	const offset = zoneOffset(from, zone);
	const made: Tick[] = [];
	let before: string | null = null;
	for (let local = Math.ceil((from + offset) / step) * step; ; local += step) {
		// The clocks of the zone may be changed in between; round times stay round.
		const time = local - zoneOffset(local - offset, zone);
		if (time > to) return made;
		if (time < from) continue;
		const { label, day } = labelOf(time, step, zone);
		made.push({ time, label, day: day === before ? null : day });
		before = day;
	}
}
