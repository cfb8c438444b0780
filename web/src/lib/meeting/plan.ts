import { offset } from '$lib/zone/local';
import type { Meeting } from '$lib/api/rooms';
import { format } from '$lib/zone/format';

/** What is typed to plan a meeting. */
export interface PlanFields {
	title: string;
	/** What the clocks of `zone` show: `2026-03-10T14:00`. */
	local: string;
	zone: string;
	minutes: string;
	place: string;
	/** One a line. */
	themes: string;
	questions: string;
}

/** Lines that say something. */
export function linesOf(text: string): string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
}

/** Local time with its zone, as the server reads it; null when it is no time. */
export function startsOf(local: string, zone: string): string | null {
	const parts = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?/.exec(local.trim());
	return parts && zone ? `${parts[1]}${parts[2] ?? ':00'}[${zone}]` : null;
}

/** The next whole hour tomorrow, as clocks of `zone` show it. */
export function proposed(now: number, zone: string): string {
	const day = 86_400_000;
	const hour = 3_600_000;
	const shown = now + day + offset(now + day, zone);
	return new Date(Math.ceil(shown / hour) * hour).toISOString().slice(0, 16);
}

/** `Tue 10 Mar, 14:00 – 15:00 (UTC+01:00)` in `zone`. */
export function whenOf({ starts, minutes }: Pick<Meeting, 'starts' | 'minutes'>, zone: string): string {
	const from = format(starts, zone, 0);
	const to = format(new Date(Date.parse(starts) + minutes * 60_000).toISOString(), zone, 0);
	if (!from || !to) return starts;
	return `${from.day}, ${from.time.slice(0, 5)} – ${to.time.slice(0, 5)} (${from.offset})`;
}

/** What a date field shows of a moment, as clocks of `zone` do. */
export function localOf(moment: string, zone: string): string {
	const shown = format(moment, zone, 0);
	return shown ? `${shown.date}T${shown.time.slice(0, 5)}` : '';
}
