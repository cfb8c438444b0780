import { api, call } from './api';
import type { Items } from './types';

/*
 * The rooms of a review: calibration, interviews, meetings, and asking for a facilitator. Their answers are written out here
 * because the server's description does not give their shapes.
 */

export interface Named {
	id: string;
	name: string;
}

export interface ReviewTitle {
	id: string;
	title: string;
}

// Calibration

export interface CalibrationLink {
	person: string;
	name: string;
	sent: string;
	moments: number;
}

/** All together: who looked at how many is nobody's to know. */
export interface Coverage {
	people: number;
	moments: number;
	looked_at: number;
}

export interface MadeLink extends CalibrationLink {
	id: string;
	url: string;
}

export interface GivenAnswer {
	answer: 'confirmed' | 'corrected' | 'added' | 'released';
	time?: string | null;
	title?: string | null;
	text?: string | null;
	released: string | null;
}

export interface CalibrationMoment {
	entry: string;
	time: string | null;
	service: string | null;
	title: string;
	text: string;
	because: string;
	is_gone: boolean;
	answer: GivenAnswer | null;
}

export interface AddedMoment extends GivenAnswer {
	id: string;
}

export interface CalibrationAnswer {
	id: string;
	/** Only where the link itself lets one in: the key of the next request. */
	key?: string;
	review: ReviewTitle & { zone: string | null };
	person: Named;
	moments: CalibrationMoment[];
	added: AddedMoment[];
	looked_at: number;
	is_closed: boolean;
}

/** One of one's own calibrations, on the list of all reviews. */
export interface CalibrationLine {
	id: string;
	review: ReviewTitle;
}

/** To whom a link leads; the entries to ask about, where others than those in which the person appears. */
export type LinkTo = ({ person: string } | { name: string }) & { moments?: string[] };

/** What a person says of a moment. */
export type Said =
	| { answer: 'confirmed' }
	| { answer: 'corrected'; time?: string; title?: string; text?: string }
	| { answer: 'added'; time: string; title: string; text: string };

/** Calibrations by their person. `key` lets in who has no account, where the server has none. */
export function calibrationCalls(key: () => string | null) {
	async function ask<T>(method: string, path: string, json?: unknown): Promise<T> {
		const link = key();
		const headers = link ? { 'X-Postlude-Link': link } : undefined;
		const response = await call(method, path, { json, headers });
		const text = await response.text();
		return (text ? JSON.parse(text) : undefined) as T;
	}
	return {
		get: (id: string) => ask<CalibrationAnswer>('GET', `/calibrations/${id}`),
		say: (id: string, answer: string, said: Said) =>
			ask<void>('PUT', `/calibrations/${id}/answers/${answer}`, said),
		takeBack: (id: string, answer: string) => ask<void>('DELETE', `/calibrations/${id}/answers/${answer}`),
		release: (id: string, answers?: string[]) =>
			ask<{ released: number }>('POST', `/calibrations/${id}/release`, { answers }),
		remove: (id: string) => ask<void>('DELETE', `/calibrations/${id}`),
	};
}

export const calibration = {
	open: (key: string) => api.post<CalibrationAnswer>('/calibrations/open', { key }),
	mine: () => api.get<Items<CalibrationLine>>('/calibrations').then((page) => page.items),
	ofReview: (review: string) =>
		api.get<{ links: CalibrationLink[]; coverage: Coverage }>(`/reviews/${review}/calibration`),
	send: (review: string, to: LinkTo) => api.post<MadeLink>(`/reviews/${review}/calibration`, to),
	takeBack: (review: string, person: string) => api.delete(`/reviews/${review}/calibration/${person}`),
};

// Interviews

export type ConsentState = 'asked' | 'given' | 'refused' | 'withdrawn';

export interface InterviewLine {
	id: string;
	review: ReviewTitle;
	you: 'facilitator' | 'interviewee';
	interviewee: Named;
	facilitator: Named;
	created: string;
	consent: { state: ConsentState; time: string | null };
	is_off_the_record: boolean;
	version: number;
}

export interface InterviewQuestion {
	id: string;
	text: string;
	is_asked: boolean;
}

export interface InterviewNote {
	id: string;
	kind: 'note' | 'quote';
	by: string;
	written: string;
	text: string;
	version: number;
	released: { time: string; map: 'notes' | 'entries'; id: string } | null;
}

export interface Interview extends InterviewLine {
	questions: InterviewQuestion[];
	notes: InterviewNote[];
}

export interface Dossier {
	handles: string[];
	incidents: {
		incident: string;
		title: string;
		is_read: boolean;
		first_look: { time: string; what: string; text: string } | null;
		on_call: { is_known: boolean; signs: { time: string; text: string }[] };
		messages: { time: string; channel: string | null; author: string; text: string }[];
		more: number;
	}[];
}

/** What a quote becomes. */
export type Release = { as: 'note'; on?: string } | { as: 'entry'; time: string; title: string };

export const interviews = {
	list: (review?: string) =>
		api.get<Items<InterviewLine>>('/interviews', { review }).then((page) => page.items),
	ask: (review: string, interviewee: string, questions: string[]) =>
		api.post<Interview>(`/reviews/${review}/interviews`, { interviewee, questions }),
	get: (id: string) => api.get<Interview>(`/interviews/${id}`),
	setQuestions: (id: string, questions: { id?: string; text: string; is_asked: boolean }[]) =>
		api.patch(`/interviews/${id}`, { questions }),
	remove: (id: string) => api.delete(`/interviews/${id}`),
	consent: (id: string, given: boolean) => api.post(`/interviews/${id}/consent`, { given }),
	record: (id: string, off: boolean) => api.post(`/interviews/${id}/record`, { off }),
	write: (id: string, note: { id: string; kind: 'note' | 'quote'; text: string }) =>
		api.post<InterviewNote>(`/interviews/${id}/notes`, note),
	writeAnew: (id: string, note: string, change: { text: string; version: number }) =>
		api.put<InterviewNote>(`/interviews/${id}/notes/${note}`, change),
	strike: (id: string, note: string) => api.delete(`/interviews/${id}/notes/${note}`),
	release: (id: string, note: string, as: Release) =>
		api.post<InterviewNote>(`/interviews/${id}/notes/${note}/release`, as),
	dossier: (id: string, handle: string[]) => api.get<Dossier>(`/interviews/${id}/dossier`, { handle }),
};

// Meetings

export type AgendaKind = 'opening' | 'walk' | 'theme' | 'question' | 'parking' | 'closing';

export interface AgendaItem {
	id: string;
	kind: AgendaKind;
	title: string;
	minutes: number;
	/** The entry that raised it. */
	on: string | null;
}

export interface Timer {
	state: 'stopped' | 'running' | 'paused';
	/** Seconds; below zero when it is over time. */
	left_s: number;
	ends: string | null;
}

export interface Meeting {
	id: string;
	title: string;
	starts: string;
	zone: string | null;
	minutes: number;
	place: string | null;
	opening: string;
	agenda: AgendaItem[];
	note_takers: Named[];
	item: string | null;
	timer: Timer;
	hands: number;
	version: number;
	server_time: string;
}

export interface MeetingPlan {
	title?: string;
	/** RFC 3339 with an offset, or local time with its zone in brackets. */
	starts: string;
	minutes: number;
	place?: string;
	themes: string[];
	questions: { text: string; on?: string }[];
	note_takers: string[];
}

export type TimerAct =
	{ do: 'start'; seconds?: number } | { do: 'pause' } | { do: 'extend'; seconds: number } | { do: 'stop' };

export interface Survey {
	answers: number;
	is_shown: boolean;
	/** How many gave 1, 2, … 5. */
	learned?: number[];
	heard?: number[];
}

export type IdeaState = 'parked' | 'taken_up' | 'let_go';

export interface Idea {
	id: string;
	text: string;
	by: string | null;
	at: string | null;
	meeting: string | null;
	state: IdeaState;
	soaks_until: string | null;
	is_soaked: boolean;
}

export const meetings = {
	list: (review: string) => api.get<Items<Meeting>>(`/reviews/${review}/meetings`).then((page) => page.items),
	plan: (review: string, plan: MeetingPlan) => api.post<Meeting>(`/reviews/${review}/meetings`, plan),
	get: (review: string, id: string) => api.get<Meeting>(`/reviews/${review}/meetings/${id}`),
	change: (review: string, id: string, change: Partial<MeetingPlan>) =>
		api.patch<Meeting>(`/reviews/${review}/meetings/${id}`, change),
	remove: (review: string, id: string) => api.delete(`/reviews/${review}/meetings/${id}`),
	timer: (review: string, id: string, act: TimerAct) =>
		api.post<Meeting>(`/reviews/${review}/meetings/${id}/timer`, act),
	item: (review: string, id: string, item: string) =>
		api.post<Meeting>(`/reviews/${review}/meetings/${id}/item`, { item }),
	hand: (review: string, id: string, ballot: string, is_raised: boolean) =>
		api.put<{ hands: number }>(`/reviews/${review}/meetings/${id}/hand`, { ballot, is_raised }),
	survey: (review: string, id: string) => api.get<Survey>(`/reviews/${review}/meetings/${id}/survey`),
	answer: (review: string, id: string, answer: { ballot: string; learned: number; heard: number }) =>
		api.put(`/reviews/${review}/meetings/${id}/survey`, answer),
	/** The soaks are the server's to know: they follow from working days. */
	parking: (review: string) => api.get<Items<Idea>>(`/reviews/${review}/parking`).then((page) => page.items),
};

// Asking for a facilitator

export type AskedAs = 'facilitator' | 'co_facilitator' | 'note_taker';

export interface Ask {
	id: string;
	review: ReviewTitle;
	person: Named;
	asked_by: Named;
	as: AskedAs;
	words: string;
	asked: string;
	state: 'asked' | 'claimed' | 'declined';
	reason: string | null;
	answered: string | null;
}

export const asks = {
	ofReview: (review: string) => api.get<Items<Ask>>(`/reviews/${review}/asks`).then((page) => page.items),
	ask: (review: string, person: string, as: AskedAs, words: string) =>
		api.post<Ask>(`/reviews/${review}/asks`, { person, as, words }),
	takeBack: (review: string, ask: string) => api.delete(`/reviews/${review}/asks/${ask}`),
	mine: () => api.get<Items<Ask>>('/asks').then((page) => page.items),
	claim: (ask: string) => api.post(`/asks/${ask}/claim`),
	decline: (ask: string, reason: string) => api.post(`/asks/${ask}/decline`, { reason }),
};
