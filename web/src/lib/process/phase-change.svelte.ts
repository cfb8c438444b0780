import { Attempt } from '$lib/account/attempt.svelte';
import { reviews } from '$lib/api/reviews';
import type { Phase } from '$lib/api/types';
import type { Workspace } from '$lib/frame/workspace.svelte';

/** Bringing a review into another phase, and what the server said no to. */
export class PhaseChange {
	readonly attempt = new Attempt();
	refused: Phase | null = $state(null);
	/** Whether what was refused is explained now. */
	explaining = $state(false);

	constructor(readonly workspace: Workspace) {}

	get now(): Phase {
		return this.workspace.review?.phase ?? 'preparing';
	}

	/** Whether it can be closed without sharing instead. */
	get unshared(): boolean {
		return this.refused === 'closed' && this.attempt.trouble?.status !== 403;
	}

	/** Every phase can be reached from every other; the server refuses what a rule forbids. */
	async go(to: Phase, unshared?: { reason: string; look_again: string }) {
		if (to === this.now) return;
		const went = await this.attempt.run(() => reviews.setPhase(this.workspace.id, to, unshared));
		// What was refused is explained where it can be answered.
		this.explaining = !went;
		this.refused = went ? null : to;
		await this.workspace.load();
	}
}
