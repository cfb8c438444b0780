import { Attempt } from '$lib/account/attempt.svelte';
import { reviews } from '$lib/api/reviews';
import type { Noun, StepState } from '$lib/api/types';
import type { Workspace } from '$lib/frame/workspace.svelte';

/** Saying how far a step is. What is left out needs a reason. */
export class StepChange {
	readonly attempt = new Attempt();
	/** The step for which a reason is asked. */
	asking: Noun | null = $state(null);

	constructor(readonly workspace: Workspace) {}

	choose(noun: Noun, state: StepState) {
		if (state === 'not_doing') this.asking = noun;
		else void this.set(noun, state);
	}

	async set(noun: Noun, state: StepState, reason?: string) {
		const went = await this.attempt.run(() => reviews.setStep(this.workspace.id, noun, state, reason));
		this.asking = went ? null : noun;
		await this.workspace.load();
	}
}
