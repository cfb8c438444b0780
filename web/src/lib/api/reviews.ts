import { api, type Query } from './api';
import type {
	Found,
	Items,
	Noun,
	PastedLine,
	Phase,
	ProposedQuestion,
	Review,
	ReviewCard,
	ReviewRole,
	Sitting,
	StepState,
} from './types';
import type { PastDocument } from '$lib/review/types';

export const reviews = {
	list: (query: { phase?: Phase; q?: string; bin?: boolean; after?: string } = {}) =>
		api.get<Items<ReviewCard>>('/reviews', query),
	get: (id: string) => api.get<Review>(`/reviews/${id}`),
	create: (title: string, incident: string) =>
		api.post<Review>('/reviews', { title, incident: { title: incident } }),
	rename: (id: string, title: string) => api.patch(`/reviews/${id}`, { title }),
	remove: (id: string) => api.delete(`/reviews/${id}`),
	restore: (id: string) => api.post(`/reviews/${id}/restore`),
	/** Who sees it. */
	setVisibility: (id: string, visibility: Review['visibility']) =>
		api.patch(`/reviews/${id}`, { visibility }),
	/** Takes part in an open review. */
	join: (id: string) => api.post(`/reviews/${id}/join`),
	setRole: (id: string, person: string, role: ReviewRole) =>
		api.put(`/reviews/${id}/people/${person}`, { role }),
	removePerson: (id: string, person: string) => api.delete(`/reviews/${id}/people/${person}`),
	/** `unshared` closes a review whose learnings are not shared; `look_again` is a moment. */
	setPhase: (id: string, to: Phase, unshared?: { reason: string; look_again: string }) =>
		api.post(`/reviews/${id}/phase`, { to, ...unshared }),
	setStep: (id: string, noun: Noun, state: StepState, reason?: string) =>
		api.put(`/reviews/${id}/steps/${noun}`, { state, reason }),
	addIncident: (id: string, title: string) => api.post(`/reviews/${id}/incidents`, { title }),
	lines: (id: string, text: string, zone: string, date: string) =>
		api.post<Items<PastedLine>>(`/reviews/${id}/lines`, { text, zone, date }).then((page) => page.items),
	/** What is worth asking; what was decided about stands in the document. */
	questions: (id: string) =>
		api.get<Items<ProposedQuestion>>(`/reviews/${id}/questions`).then((page) => page.items),
	/** Who changed what, the latest first. */
	history: (id: string, query: Query) => api.get<Items<Sitting>>(`/reviews/${id}/history`, query),
	/** The document as it was at a moment. */
	asItWas: (id: string, time: string) => api.get<PastDocument>(`/reviews/${id}/document`, { time }),
	search: (q: string, signal?: AbortSignal) =>
		api.get<Items<Found>>('/search', { q }, signal).then((page) => page.items),
};
