import { zoneOffset } from '$lib/timescale/ticks';
import { format } from '$lib/zone/format';
import { parseMoment, rfc3339 } from '$lib/zone/moment';

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;

/** A date and a time of day as people write them. */
export interface Written {
	/** `2026-03-05` */
	date: string;
	/** `14:09`, `14:09:41`, `14:09:41.120` */
	time: string;
}

/** The moment of `written` on the clocks of `zone`, RFC 3339 in UTC; null when it is none. */
export function momentOf({ date, time }: Written, zone: string): string | null {
	const day = DATE.exec(date.trim());
	const clock = TIME.exec(time.trim());
	if (!day || !clock) return null;
	const [, hour = '', minute = '', second = '0', fraction = ''] = clock;
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
	const [, year, month, dayOfMonth] = day.map(Number);
	const local = Date.UTC(
		year ?? 0,
		(month ?? 1) - 1,
		dayOfMonth,
		Number(hour),
		Number(minute),
		Number(second),
	);
	if (new Date(local).getUTCDate() !== dayOfMonth) return null;
	// Twice: the first guess may lie on the other side of a change of the clocks.
	const guess = local - zoneOffset(local, zone);
	const whole = rfc3339(local - zoneOffset(guess, zone)).replace(/\.\d+Z$/, '');
	return fraction ? `${whole}.${fraction}Z` : `${whole}Z`;
}

/** `moment` as it is written in the fields of a form, with all its digits. */
export function writtenOf(moment: string | null, zone: string): Written {
	const shown = parseMoment(moment) ? format(moment, zone) : null;
	return { date: shown?.date ?? '', time: shown?.time.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') ?? '' };
}

/** A length of time as people write it: `30`, `30 s`, `5 min`, `1.5 h`, `20 ms`, in seconds; null when it is none. */
export function secondsOf(text: string): number | null {
	const parts = /^\s*(?:±\s*)?(\d+(?:[.,]\d+)?)\s*(ms|s|min|m|h|d)?\s*$/.exec(text);
	if (!parts) return null;
	const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };
	return Number((parts[1] ?? '').replace(',', '.')) * (units[parts[2] ?? 's'] ?? 1);
}
