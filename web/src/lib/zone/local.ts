import { format } from './format';

/**
 * What clocks of `zone` show (`2026-11-23T00:51:41.102`, seconds and fraction optional) as RFC 3339 in UTC; null when it is
 * no moment. Where a clock shows a time twice, the first is meant.
 */
export function fromLocal(local: string, zone: string): string | null {
	const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?$/.exec(local.trim());
	if (!parts) return null;
	const [, date, minute, second = '00', fraction = ''] = parts;
	const asUtc = Date.parse(`${date}T${minute}:${second}Z`);
	if (Number.isNaN(asUtc)) return null;
	// The offset in force is that of the moment itself, which is within a day of the guess: two steps settle it.
	let guess = asUtc - offset(asUtc - 86_400_000, zone);
	guess = asUtc - offset(guess, zone);
	return new Date(guess).toISOString().replace('.000Z', `${fraction}Z`);
}

/** Milliseconds to add to UTC to get what clocks of `zone` show at a moment. */
export function offset(at: number, zone: string): number {
	const parts = /([+-])(\d{2}):(\d{2})/.exec(format(new Date(at).toISOString(), zone, 0)?.offset ?? '');
	if (!parts) return 0;
	return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 3_600_000 + Number(parts[3]) * 60_000);
}
