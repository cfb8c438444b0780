import type { Review } from '$lib/api/types';
import { asides, forgetAsides } from '$lib/review/aside';
import { SCHEMA } from '$lib/review/types';
import { emptied } from './database';

/** What this browser keeps of a review beside its document, for the person who opened it. */
export interface KeptReview {
	/** As the server told of it last; null before it did. */
	review: Review | null;
	/** Whether something written here is not known to be on the server's disk. */
	unsent: boolean;
}

// By person: what one wrote offline is never sent in the name of another who uses the same browser.
const prefix = (person: string) => `postlude.review.${person}.`;
const keyOf = (person: string, review: string) => prefix(person) + review;

/** The name of the database in which the document of `review` is kept. */
export function databaseOf(person: string, review: string): string {
	return `${keyOf(person, review)}.${SCHEMA}`;
}

export function keptReview(person: string, review: string): KeptReview | null {
	try {
		return JSON.parse(localStorage.getItem(keyOf(person, review)) ?? 'null') as KeptReview | null;
	} catch {
		return null;
	}
}

export function keepReview(person: string, review: string, change: Partial<KeptReview>) {
	const before = keptReview(person, review) ?? { review: null, unsent: false };
	try {
		localStorage.setItem(keyOf(person, review), JSON.stringify({ ...before, ...change }));
	} catch {
		// A browser that keeps nothing opens nothing offline.
	}
}

/** Everything that is kept for `person`, by the id of the review. */
export function keptReviews(person: string): Map<string, KeptReview> {
	const found = new Map<string, KeptReview>();
	for (const key of Object.keys(localStorage).sort()) {
		if (!key.startsWith(prefix(person))) continue;
		const id = key.slice(prefix(person).length);
		const kept = keptReview(person, id);
		if (kept) found.set(id, kept);
	}
	return found;
}

/** Titles of the reviews with words of `person` that only this browser has. */
export function unsentIn(person: string): string[] {
	return [...keptReviews(person)]
		.filter(([id, { unsent }]) => unsent || asides(id).length > 0)
		.map(([, { review }]) => review?.title || 'a review without a title');
}

/** Deletes all that is kept for `person`: whoever uses this browser next finds nothing of it. */
export async function forgetReviews(person: string) {
	for (const id of keptReviews(person).keys()) {
		localStorage.removeItem(keyOf(person, id));
		forgetAsides(id);
		await emptied(databaseOf(person, id));
	}
}
