import { createContext } from 'svelte';
import { incidents } from '$lib/api/incidents';
import { reviews } from '$lib/api/reviews';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { Job, Person, Review } from '$lib/api/types';
import { History } from '$lib/history/history.svelte';
import { databaseOf, keepReview, keptReview } from '$lib/kept/reviews';
import { liveAddress, webSocket } from '$lib/review/live/socket';
import type { Notice } from '$lib/review/live/message';
import { ReviewDocument } from '$lib/review/review-document.svelte';
import { SCHEMA } from '$lib/review/types';
import { zone } from '$lib/zone/zone.svelte';

/** Why the live channel ended, where the review is not to be seen any more. */
const SHUT = ['logged_out', 'not_allowed', 'no_review'];

/** One open review: what the server says about it, and the document that people write. */
export class Workspace {
	readonly id: string;
	readonly document: ReviewDocument;
	readonly history: History;
	review: Review | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	/** Whether `review` is what this browser kept, because the server was away. */
	kept = $state(false);
	readonly #person: string;
	/** Jobs that the server told of since the page was opened, by id. */
	jobs: Record<string, Pick<Job, 'id' | 'state' | 'progress'>> = $state({});
	/** Counts what the server told of meetings, so that the one that is shown is fetched again. */
	meetingVersion = $state(0);
	/** Counts changes of evidence, so that what was fetched is fetched again. */
	evidenceVersion = $state(0);

	constructor(id: string, person: Person) {
		this.id = id;
		this.#person = person.id;
		keepReview(person.id, id, {});
		this.document = new ReviewDocument({
			review: id,
			person,
			keep: databaseOf(person.id, id),
			unsent: (unsent) => keepReview(person.id, id, { unsent }),
			// Still on the list: words of one's own may be kept aside.
			forgotten: () => keepReview(person.id, id, { review: null, unsent: false }),
			open: () => webSocket(liveAddress(id, SCHEMA, location.origin)),
			notice: (notice) => this.#notice(notice),
		});
		this.history = new History(id, this.document);
	}

	async load() {
		try {
			this.review = await reviews.get(this.id);
			this.trouble = null;
			this.kept = false;
			keepReview(this.#person, this.id, { review: this.review });
			// Whoever comes while the evidence is read is told so; later the server tells of jobs by itself.
			if (!this.review.figures.entries) void this.#loadJob();
		} catch (error) {
			this.trouble = trouble(error);
			if (this.trouble.status === 0) this.#open();
		}
	}

	/** Opens what this browser kept; whether it may still be written, the server says when it is back. */
	#open() {
		const review = this.review ?? keptReview(this.#person, this.id)?.review;
		if (!review) return;
		this.review = review;
		this.kept = true;
		this.trouble = null;
		if (this.document.state !== 'saved') this.document.trust(review.may.write);
	}

	/** The incident that pages show first; a review has at least one. */
	get incident(): string | null {
		return this.review?.incidents[0]?.id ?? null;
	}

	get title(): string {
		return this.review?.title || this.document.title;
	}

	/** Whether I may not see it any more: what the page still holds is not shown either. */
	get shut(): boolean {
		return SHUT.includes(this.document.closed?.code ?? '');
	}

	end() {
		zone.incident = null;
		return this.document.end();
	}

	/** Whether evidence is read, or drafted, now. */
	get reading(): boolean {
		return Object.values(this.jobs).some(({ state }) => state === 'waiting' || state === 'running');
	}

	async #loadJob() {
		const incident = this.incident ? await incidents.get(this.incident).catch(() => null) : null;
		if (incident?.job && !this.jobs[incident.job.id]) this.jobs[incident.job.id] = incident.job;
	}

	#notice(notice: Notice) {
		switch (notice.kind) {
			case 'job':
				this.jobs[notice.id] = notice as Pick<Job, 'id' | 'state' | 'progress'>;
				if (notice.state === 'done') this.evidenceVersion += 1;
				return;
			case 'meeting':
				this.meetingVersion += 1;
				return;
			case 'incident':
				this.evidenceVersion += 1;
				return void this.load();
			case 'phase':
			case 'people':
			case 'access':
				return void this.load();
		}
	}
}

export const [getWorkspace, setWorkspace] = createContext<Workspace>();
