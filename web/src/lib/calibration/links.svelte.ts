import { Attempt } from '$lib/account/attempt.svelte';
import { calibration, type CalibrationLink, type Coverage, type LinkTo, type MadeLink } from '$lib/api/rooms';
import { trouble, type Trouble } from '$lib/api/trouble';

/** The links of a review, for whoever runs it. */
export class CalibrationLinks {
	links: CalibrationLink[] | null = $state.raw(null);
	coverage: Coverage | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	readonly attempt = new Attempt();
	/** The link that was made last: its address is only told once. */
	made: MadeLink | null = $state.raw(null);

	/** Whose moments have to be chosen, because they appear in no entry. */
	unknown: { name: string; to: LinkTo } | null = $state.raw(null);

	constructor(readonly review: string) {}

	async load() {
		try {
			({ links: this.links, coverage: this.coverage } = await calibration.ofReview(this.review));
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	/** Makes a link for `name`, or asks which moments it shall lead to. */
	async send(to: LinkTo, name: string) {
		const went = await this.attempt.run(async () => {
			this.made = await calibration.send(this.review, to);
			this.unknown = null;
			await this.load();
		});
		if (this.attempt.trouble?.code === 'no-moments') {
			this.attempt.trouble = null;
			this.unknown = { name, to };
		}
		return went;
	}

	takeBack(person: string) {
		return this.attempt.run(async () => {
			await calibration.takeBack(this.review, person);
			if (this.made?.person === person) this.made = null;
			await this.load();
		});
	}
}
