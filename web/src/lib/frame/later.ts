import type { Noun } from '$lib/api/types';

/** Steps whose pages come with a later release: what will be done there, and what can be done meanwhile. */
export const LATER: Partial<Record<Noun, { what: string[]; meanwhile: string }>> = {
	facilitator: {
		what: [
			'Somebody outside the team, who neither found nor fixed it, is found to moderate: with the reasons for everybody, each leading to its evidence.',
			'Whoever is concerned can see and correct their own row.',
		],
		meanwhile: 'Agree on a facilitator among yourselves; an organiser of the review can give the role.',
	},
	factors: {
		what: [
			'The several factors that combined, drawn as a graph and bound to their evidence: what led to it, allowed it, worsened it, delayed its detection, or helped.',
		],
		meanwhile: 'Group notes on the timeline.',
	},
	actions: {
		what: [
			'Whether the same incident can be handled twice: act, accept or watch, with reasons and an expiry date.',
			'Each action names what should be seen afterwards, and is judged by it.',
		],
		meanwhile: 'Park ideas as notes on the timeline.',
	},
	learnings: {
		what: [
			'The one step that is not optional: a document, a post and slides for their audiences, with roles instead of names.',
		],
		meanwhile: 'Export the review and share what was learned by your own means.',
	},
};
