import { Attempt } from '$lib/account/attempt.svelte';
import { calibrationCalls, type CalibrationAnswer, type Said } from '$lib/api/rooms';
import { trouble, type Trouble } from '$lib/api/trouble';
import { newId } from '$lib/review/id';
import { nextOpen, unreleased } from './moments';

/** One's own moments of a review, answered one after the other. */
export class Calibration {
	value: CalibrationAnswer | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	readonly attempt = new Attempt();
	/** Which moment is looked at; one past the last: the end, where answers are released. */
	at = $state(0);
	/** How many answers were released the last time. */
	released: number | null = $state(null);
	readonly #calls;

	/** `key` lets in who has no account. */
	constructor(
		readonly id: string,
		key: string | null = null,
	) {
		this.#calls = calibrationCalls(() => key);
	}

	readonly moments = $derived(this.value?.moments ?? []);
	readonly moment = $derived(this.moments[this.at] ?? null);
	readonly unreleased = $derived(this.value ? unreleased(this.value) : []);

	get isAtEnd(): boolean {
		return this.at >= this.moments.length;
	}

	async load() {
		try {
			this.value = await this.#calls.get(this.id);
			this.trouble = null;
			// Whoever comes back goes on where they were.
			this.at = nextOpen(this.moments, -1) ?? this.moments.length;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	/** Answers the moment that is looked at and goes on to the next that is open. */
	async answer(said: Said) {
		const { moment } = this;
		if (!moment) return false;
		const went = await this.#say(moment.entry, said);
		if (went) this.at = nextOpen(this.moments, this.at) ?? this.moments.length;
		return went;
	}

	/** Adds a moment that nobody had. */
	add(said: Said) {
		return this.#say(newId(), said);
	}

	takeBack(answer: string) {
		return this.#change(() => this.#calls.takeBack(this.id, answer));
	}

	release(answers: string[]) {
		return this.#change(async () => {
			this.released = (await this.#calls.release(this.id, answers)).released;
		});
	}

	/** Deletes all that was not released, and the link. */
	remove() {
		return this.attempt.run(() => this.#calls.remove(this.id));
	}

	step(by: 1 | -1) {
		this.at = Math.min(Math.max(0, this.at + by), this.moments.length);
	}

	#say(answer: string, said: Said) {
		return this.#change(() => this.#calls.say(this.id, answer, said));
	}

	#change(what: () => Promise<void>) {
		return this.attempt.run(async () => {
			await what();
			this.value = await this.#calls.get(this.id);
		});
	}
}
