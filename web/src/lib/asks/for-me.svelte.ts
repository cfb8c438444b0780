import { Attempt } from '$lib/account/attempt.svelte';
import {
	asks,
	calibration,
	interviews,
	type Ask,
	type CalibrationLine,
	type InterviewLine,
} from '$lib/api/rooms';

/** What waits for the person who looks, in all reviews: to be answered, confirmed, or agreed to. */
export class ForMe {
	asks: Ask[] = $state.raw([]);
	calibrations: CalibrationLine[] = $state.raw([]);
	interviews: InterviewLine[] = $state.raw([]);
	readonly attempt = new Attempt();

	get isEmpty(): boolean {
		return this.asks.length + this.calibrations.length + this.interviews.length === 0;
	}

	/** What cannot be fetched now is simply not shown: the list of reviews says that the server is away. */
	async load() {
		const [mine, moments, talks] = await Promise.all([
			asks.mine().catch(() => []),
			calibration.mine().catch(() => []),
			interviews.list().catch(() => []),
		]);
		this.asks = mine.filter(({ state }) => state === 'asked');
		this.calibrations = moments;
		this.interviews = talks.filter(({ you, consent }) => you === 'interviewee' && consent.state === 'asked');
	}

	claim(ask: string) {
		return this.#answer(() => asks.claim(ask));
	}

	decline(ask: string, reason: string) {
		return this.#answer(() => asks.decline(ask, reason));
	}

	#answer(what: () => Promise<void>) {
		return this.attempt.run(async () => {
			await what();
			await this.load();
		});
	}
}
