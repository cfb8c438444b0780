/** Units from the largest to the smallest, in seconds. */
const UNITS: [number, string][] = [
	[86_400, 'd'],
	[3_600, 'h'],
	[60, 'min'],
];

/** A length of time for people: `3 min 17 s`, `1.6 ms`, `2 d 4 h`; two units at most. */
export function duration(seconds: number): string {
	const length = Math.abs(seconds);
	const sign = seconds < 0 ? '−' : '';
	if (length < 1e-6) return length === 0 ? '0 s' : `${sign}${number(length * 1e9)} ns`;
	if (length < 1e-3) return `${sign}${number(length * 1e6)} µs`;
	if (length < 1) return `${sign}${number(length * 1e3)} ms`;
	if (length < 60) return `${sign}${number(length)} s`;
	const whole = Math.round(length);
	const at = UNITS.findIndex(([unit]) => whole >= unit);
	const [unit, name] = UNITS[at] ?? [1, 's'];
	const [next, nextName] = UNITS[at + 1] ?? [1, 's'];
	const rest = Math.floor((whole % unit) / next);
	return `${sign}${Math.floor(whole / unit)} ${name}${rest ? ` ${rest} ${nextName}` : ''}`;
}

/** An offset with its sign always shown: `+3 min 17 s`. */
export function signedDuration(seconds: number): string {
	return seconds > 0 ? `+${duration(seconds)}` : duration(seconds);
}

function number(value: number): string {
	return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
