/** A moment as exact as its source: whole seconds since 1970 in UTC, and nanoseconds within. */
export interface Moment {
	seconds: number;
	nanoseconds: number;
	/** How many digits after the second the text had. */
	digits: number;
}

const RFC3339 =
	/^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9})\d*)?\s*([Zz]|[+-]\d{2}:?\d{2})$/;

/** Reads RFC 3339; null when `text` is something else. */
export function parseMoment(text: string | null | undefined): Moment | null {
	const parts = text ? RFC3339.exec(text) : null;
	if (!parts) return null;
	const [, date, time, fraction = '', zone = 'Z'] = parts;
	const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase();
	const milliseconds = Date.parse(`${date}T${time}${offset}`);
	if (Number.isNaN(milliseconds)) return null;
	return {
		seconds: milliseconds / 1000,
		nanoseconds: Number(fraction.padEnd(9, '0')),
		digits: fraction.length,
	};
}

/** Milliseconds since 1970, with a fraction; exact to about a microsecond. Not a number when unreadable. */
export function milliseconds(text: string | null | undefined): number {
	const moment = parseMoment(text);
	return moment ? moment.seconds * 1000 + moment.nanoseconds / 1e6 : NaN;
}

/** The moment of `milliseconds` as RFC 3339 in UTC, to the millisecond, or to the microsecond where there is a fraction. */
export function rfc3339(milliseconds: number): string {
	const whole = Math.floor(milliseconds);
	const micros = Math.round((milliseconds - whole) * 1000);
	if (micros === 0) return new Date(whole).toISOString();
	if (micros === 1000) return new Date(whole + 1).toISOString();
	return new Date(whole).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

/** Orders two moments; what cannot be read comes last. */
export function compareMoments(left: string | null, right: string | null): number {
	const [one, two] = [parseMoment(left), parseMoment(right)];
	if (!one || !two) return (one ? 0 : 1) - (two ? 0 : 1);
	return one.seconds - two.seconds || one.nanoseconds - two.nanoseconds;
}
