const FIRST = 500;
const LONGEST = 30_000;

/**
 * How long to wait before try number `attempt` (from 0), in milliseconds. Half of it is left to chance (`random`, 0 to 1),
 * so that all the pages of a server that was restarted do not come back in the same moment.
 */
export function backoff(attempt: number, random: number): number {
	const whole = Math.min(LONGEST, FIRST * 2 ** attempt);
	return Math.round(whole / 2 + (whole / 2) * random);
}
