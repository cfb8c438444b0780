/** Who talks: the facilitator, the other person, or nobody. */
export type Speaker = 'me' | 'other' | null;

/** How long each has talked, in milliseconds, and who talks since when. Nothing is recorded, and nothing is kept. */
export interface Talk {
	me: number;
	other: number;
	speaker: Speaker;
	since: number;
}

export const SILENCE: Talk = { me: 0, other: 0, speaker: null, since: 0 };

/** `speaker` begins at `now`; whoever talked until then has talked that much longer. */
export function talks(talk: Talk, speaker: Speaker, now: number): Talk {
	const { me, other } = sums(talk, now);
	return { me, other, speaker, since: now };
}

/** How long each has talked by `now`. */
export function sums({ me, other, speaker, since }: Talk, now: number): { me: number; other: number } {
	const more = Math.max(0, now - since);
	return { me: me + (speaker === 'me' ? more : 0), other: other + (speaker === 'other' ? more : 0) };
}

/** The other person's share of the talking, from 0 to 1; null before anybody talked. */
export function share(talk: Talk, now: number): number | null {
	const { me, other } = sums(talk, now);
	return me + other > 0 ? other / (me + other) : null;
}

/** From this share on the one who was there does most of the talking. */
const ENOUGH = 0.6;
/** Before this, in milliseconds, a share means nothing. */
const TOO_EARLY = 60_000;

/** A word to the facilitator, if there is one to say. */
export function advice(talk: Talk, now: number): string {
	const { me, other } = sums(talk, now);
	if (me + other < TOO_EARLY) return '';
	return other / (me + other) >= ENOUGH ? 'You are listening.' : 'You talk a lot: ask, then wait.';
}
