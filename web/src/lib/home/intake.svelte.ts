import { ended, incidents, jobs } from '$lib/api/incidents';
import { reviews } from '$lib/api/reviews';
import { ApiError, trouble, type Trouble } from '$lib/api/trouble';
import type { Histogram } from '$lib/api/evidence';
import { evidence } from '$lib/api/evidence';
import type { Job } from '$lib/api/types';
import { upload, type UploadProgress } from './upload-queue';
import { titleFrom, type Dropped } from './walk';

export type IntakeState = 'collecting' | 'sending' | 'reading' | 'done' | 'failed' | 'cancelled';

/** What is put in: files, or pasted text. */
export interface Given {
	name: string;
	files: Dropped[];
	text?: string;
}

/** How often the first look is refreshed while reading, in milliseconds. */
const LOOK = 1_500;

/** From a drop to a review with a timeline, as it happens. */
export class Intake {
	state: IntakeState = $state('collecting');
	title = $state('');
	upload: UploadProgress | null = $state.raw(null);
	job: Job | null = $state.raw(null);
	/** Records over time so far: the first look. */
	look: Histogram | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	review: string | null = $state(null);
	#incident: string | null = null;
	#given: Given | null = null;
	readonly #stop = new AbortController();
	#unfollow: (() => void) | null = null;

	/** Begins; `into` adds to an incident that is there already. */
	async begin(given: Promise<Given>, into?: { review: string; incident: string }) {
		try {
			this.#given = await given;
			if (this.#given.files.length === 0 && !this.#given.text) {
				throw new ApiError({
					code: 'nothing',
					message: 'There was no file in it.',
					hint: 'Drop the folder itself, or an archive of it.',
					status: 422,
				});
			}
			if (into) [this.review, this.#incident] = [into.review, into.incident];
			else await this.#create(titleFrom(this.#given.name) || 'Untitled incident');
			await this.#send();
		} catch (error) {
			this.#failed(error);
		}
	}

	/** Goes on after a failure, with what the server has already. */
	async again() {
		this.trouble = null;
		try {
			await this.#send();
		} catch (error) {
			this.#failed(error);
		}
	}

	async rename(title: string) {
		this.title = title;
		if (this.review && title.trim()) await reviews.rename(this.review, title.trim());
	}

	/** Stops sending and reading; what is there stays. */
	async cancel() {
		this.#stop.abort();
		this.#unfollow?.();
		this.state = 'cancelled';
		if (this.job && !ended(this.job)) await jobs.cancel(this.job.id).catch(() => {});
	}

	/** The page is left: the server goes on reading without it. */
	leave() {
		this.#unfollow?.();
	}

	async #create(title: string) {
		this.title = title;
		const review = await reviews.create(title, title);
		this.review = review.id;
		this.#incident = review.incidents[0]?.id ?? null;
	}

	async #send() {
		const incident = this.#incident;
		const given = this.#given;
		if (!incident || !given) return;
		this.state = 'sending';
		if (given.text) await incidents.paste(incident, given.name || 'pasted.txt', given.text);
		await upload(given.files, {
			receiver: {
				send: (path, piece, offset, size) =>
					incidents.sendPiece(incident, { path, offset, size }, piece, this.#stop.signal),
				offset: (path) => incidents.fileOffset(incident, path),
			},
			progress: (now) => (this.upload = now),
			mayPass: (error) => error instanceof ApiError && (error.offline || error.status === 503),
			wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
			signal: this.#stop.signal,
		});
		this.state = 'reading';
		this.job = await incidents.read(incident);
		this.#unfollow = jobs.follow(this.job.id, (job) => this.#told(job));
		void this.#keepLooking(incident);
	}

	#told(job: Job) {
		this.job = job;
		if (job.state === 'done') this.state = 'done';
		if (job.state === 'cancelled') this.state = 'cancelled';
		if (job.state === 'failed') this.#failed(jobError(job));
	}

	async #keepLooking(incident: string) {
		while (this.state === 'reading') {
			// Records can be looked at once the first sources are complete; a look that comes too early is no trouble.
			if (this.job?.progress.sources.some(({ state }) => state === 'done')) {
				this.look = await evidence.histogram(incident, { buckets: 120 }).catch(() => this.look);
			}
			await new Promise((resolve) => setTimeout(resolve, LOOK));
		}
	}

	#failed(error: unknown) {
		if (this.state === 'cancelled') return;
		this.state = 'failed';
		this.trouble = trouble(error);
	}
}

function jobError({ error }: Job): ApiError {
	return new ApiError({ code: 'read', message: 'Reading stopped.', ...error, status: 500 });
}
