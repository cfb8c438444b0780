const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size for people: `12.6 MB`. */
export function size(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < UNITS.length - 1) {
		value /= 1000;
		unit += 1;
	}
	return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** A whole number with its thousands apart. */
export function count(value: number): string {
	return value.toLocaleString('en').replaceAll(',', '\u202f');
}

/** A number of records in words. */
export function records(number: number): string {
	return `${count(number)} ${number === 1 ? 'record' : 'records'}`;
}
