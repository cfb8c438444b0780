import { parseMoment, type Moment } from './moment';

/** A moment as it is shown: date and time apart, because the date is always there but seldom the news. */
export interface Shown {
	/** `2026-11-23` */
	date: string;
	/** `Mon 23 Nov` */
	day: string;
	/** `00:51:41.102` */
	time: string;
	/** `UTC`, `UTC+05:30` */
	offset: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const formats = new Map<string, Intl.DateTimeFormat>();

function fields(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known) return known;
	const made = new Intl.DateTimeFormat('en-GB', {
		timeZone: zone,
		hourCycle: 'h23',
		weekday: 'short',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		timeZoneName: 'longOffset',
	});
	formats.set(zone, made);
	return made;
}

/** Whether the browser knows the IANA zone `zone`. */
export function isZone(zone: string): boolean {
	try {
		fields(zone);
		return true;
	} catch {
		return false;
	}
}

function fraction(moment: Moment, digits: number): string {
	if (digits === 0) return '';
	return `.${String(moment.nanoseconds).padStart(9, '0').slice(0, digits)}`;
}

/**
 * `text` (RFC 3339) in `zone`. `digits` after the second: as many as the text has, where not given. Null when the text
 * is no moment.
 */
export function format(text: string | null | undefined, zone: string, digits?: number): Shown | null {
	const moment = parseMoment(text);
	if (!moment) return null;
	const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
	for (const part of fields(zone).formatToParts(moment.seconds * 1000)) parts[part.type] = part.value;
	const { year = '', month = '', day = '', weekday = '', hour = '', minute = '', second = '' } = parts;
	return {
		date: `${year}-${month}-${day}`,
		day: `${weekday} ${Number(day)} ${MONTHS[Number(month) - 1] ?? ''}`,
		time: `${hour}:${minute}:${second}${fraction(moment, digits ?? moment.digits)}`,
		offset: (parts.timeZoneName ?? 'GMT').replace('GMT', 'UTC').replace('+00:00', ''),
	};
}

/** `2026-11-23 00:51:41.102 UTC`: everything, for titles, citations and the clipboard. */
export function fullText(text: string | null | undefined, zone: string): string {
	const shown = format(text, zone);
	return shown ? `${shown.date} ${shown.time} ${shown.offset}` : (text ?? 'no time');
}
