import type { Entry, MachinePart } from '$lib/review/types';

/** An entry for tests, with what matters given and the rest plain. */
export function entry(
	id: string,
	given: Partial<Entry> & { kind?: string; found?: Partial<MachinePart> } = {},
): Entry {
	const { kind, found, ...rest } = given;
	const machine: MachinePart | null =
		kind || found
			? {
					kind: kind ?? 'metric',
					time: rest.time ?? '2026-03-05T14:00:00Z',
					end: null,
					time_error_s: 1,
					service: rest.service ?? null,
					title: rest.title ?? id,
					reason: '',
					score: 0.5,
					evidence: [],
					plot: null,
					known: null,
					message_kind: null,
					order_undecided_with: [],
					...found,
				}
			: null;
	return {
		id,
		lane: machine ? 'machine' : 'people',
		machine,
		incident: null,
		time: '2026-03-05T14:00:00Z',
		end: null,
		time_error_s: 0,
		service: null,
		title: id,
		corrected: [],
		text: '',
		state: machine ? 'candidate' : 'picked',
		merged_into: null,
		known: null,
		tags: [],
		evidence: [],
		attachments: [],
		by: null,
		at: null,
		role: null,
		...rest,
	};
}
