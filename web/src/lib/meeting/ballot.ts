import { randomId } from '$lib/review/id';

/** What this browser keeps for a meeting: a random id, so that a hand or an answer counts once and names nobody. */
export interface Ballot {
	ballot: string;
	isRaised: boolean;
}

/** The ballot of this browser for a meeting, made when there is none; `isRaised` is kept with it where given. */
export function ballotOf(meeting: string, isRaised?: boolean): Ballot {
	const stored = `postlude.ballot.${meeting}`;
	let kept: Ballot | null = null;
	try {
		kept = JSON.parse(localStorage.getItem(stored) ?? 'null') as Ballot | null;
	} catch {
		// A browser that keeps nothing counts anew after a reload.
	}
	const ballot = {
		ballot: kept?.ballot ?? randomId(),
		isRaised: isRaised ?? kept?.isRaised ?? false,
	};
	try {
		localStorage.setItem(stored, JSON.stringify(ballot));
	} catch {
		// As above.
	}
	return ballot;
}
