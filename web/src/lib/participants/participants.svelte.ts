import { Attempt } from '$lib/account/attempt.svelte';
import { reviews } from '$lib/api/reviews';
import { people } from '$lib/api/session';
import type { Person, Review, ReviewRole } from '$lib/api/types';
import type { Workspace } from '$lib/frame/workspace.svelte';
import { addable, changeable } from './who';

/** Who is named in a review, and who could be. */
export class Participants {
	/** Everybody with an account. */
	house: Person[] = $state.raw([]);
	wanted = $state('');
	readonly attempt = new Attempt();

	constructor(
		readonly workspace: Workspace,
		readonly me: string,
	) {}

	get named() {
		return this.workspace.review?.people ?? [];
	}

	get may() {
		return this.workspace.review?.may;
	}

	get found(): Person[] {
		return addable(this.house, this.named, this.wanted);
	}

	/** The roles that I may give to somebody who is `role`, or is not named yet. */
	roles(role: ReviewRole | null): ReviewRole[] {
		return this.may ? changeable(this.may, role) : [];
	}

	mayRemove(person: string): boolean {
		return person === this.me || (this.may?.administer ?? false);
	}

	load() {
		return this.attempt.run(async () => {
			await this.workspace.load();
			this.house = await people.list();
		});
	}

	async add(person: string) {
		if (await this.setRole(person, 'participant')) this.wanted = '';
	}

	setRole(person: string, role: ReviewRole) {
		return this.#change(() => reviews.setRole(this.workspace.id, person, role));
	}

	remove(person: string) {
		return this.#change(() => reviews.removePerson(this.workspace.id, person));
	}

	setVisibility(visibility: Review['visibility']) {
		return this.#change(() => reviews.setVisibility(this.workspace.id, visibility));
	}

	/** After a refusal too: the page shows what is, not what was wished. */
	async #change(what: () => Promise<void>): Promise<boolean> {
		const went = await this.attempt.run(what);
		await this.workspace.load();
		return went;
	}
}
