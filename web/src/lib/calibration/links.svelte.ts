import { Attempt } from '$lib/account/attempt.svelte';
import { calibration, type CalibrationLink, type Coverage, type MadeLink } from '$lib/api/rooms';
import { trouble, type Trouble } from '$lib/api/trouble';

/** The links of a review, for whoever runs it. */
export class CalibrationLinks {
	links: CalibrationLink[] | null = $state.raw(null);
	coverage: Coverage | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	readonly attempt = new Attempt();
	/** The link that was made last: its address is only told once. */
	made: MadeLink | null = $state.raw(null);

	constructor(readonly review: string) {}

	async load() {
		try {
			({ links: this.links, coverage: this.coverage } = await calibration.ofReview(this.review));
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	send(to: { person: string } | { name: string }) {
		return this.attempt.run(async () => {
			this.made = await calibration.send(this.review, to);
			await this.load();
		});
	}

	takeBack(person: string) {
		return this.attempt.run(async () => {
			await calibration.takeBack(this.review, person);
			if (this.made?.person === person) this.made = null;
			await this.load();
		});
	}
}
