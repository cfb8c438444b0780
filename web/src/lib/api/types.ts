/** The shapes of the server, by hand until they are generated from its description. Times are RFC 3339, UTC. */

export type Role = 'administrator' | 'member' | 'reader';
export type ReviewRole = 'organiser' | 'facilitator' | 'participant' | 'reader';
export type Phase = 'preparing' | 'gathering' | 'understanding' | 'deciding' | 'sharing' | 'closed';
export type Noun =
	'facilitator' | 'evidence' | 'timeline' | 'questions' | 'factors' | 'actions' | 'learnings';
export type StepState = 'not_started' | 'in_progress' | 'done' | 'not_doing';

export interface Person {
	id: string;
	name: string;
	email: string | null;
	role: Role;
	disabled?: boolean;
}

export interface Session {
	mode: 'single' | 'accounts';
	person: Person | null;
	version: string;
}

export interface Invitation {
	id: string;
	email: string | null;
	role: Role;
	created: string;
	expires: string | null;
}

export interface Token {
	id: string;
	name: string;
	scopes: ('read' | 'write' | 'admin')[];
	created: string;
	expires: string | null;
	used: string | null;
}

export interface IncidentRef {
	id: string;
	title: string;
	start: string | null;
	end: string | null;
}

/** Numbers of a review, as its document was last described. */
export interface Figures {
	entries: number;
	picked: number;
	candidates: number;
	notes: number;
	comments: number;
	open_questions: number;
}

export interface ReviewCard {
	id: string;
	title: string;
	phase: Phase;
	visibility: 'open' | 'restricted';
	created: string;
	updated: string;
	role: ReviewRole | null;
	incidents: IncidentRef[];
	/** Fields may be missing while nothing has been written yet. */
	figures: Partial<Figures> | null;
	/** Since when it lies in the bin. */
	binned: string | null;
}

export interface Review extends ReviewCard {
	people: { person: string; name: string; role: ReviewRole }[];
	steps: Record<Noun, { state: StepState; reason?: string | null }>;
	may: { join: boolean; write: boolean; gather: boolean; run: boolean; administer: boolean };
}

export interface ProblemLine {
	code: string;
	message: string;
	hint?: string | null;
	path?: string | null;
	/** Where in the source, and how often. */
	bytes?: [number, number] | null;
	byte?: number | null;
	times?: number;
}

export interface Job {
	id: string;
	kind: string;
	state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
	progress: {
		bytes: number;
		total: number;
		records: number;
		phase: 'upload' | 'reading' | 'drafting';
		sources: { path: string; state: string; records: number; problems: number }[];
	};
	problems: ProblemLine[];
	error: ProblemLine | null;
}

export interface Incident extends IncidentRef {
	/** Null while nothing has been read. */
	stats: { bytes: number; records: number; sources: number; undated: number } | null;
	job: Job | null;
	reviews: { id: string; title: string }[];
}

export interface Source {
	id: string;
	path: string;
	member: string | null;
	format: string;
	records: number;
	bytes: number;
	start: string | null;
	end: string | null;
	offset_s: number;
	offset_error_s: number;
	offset_state: 'none' | 'proposed' | 'applied' | 'given' | 'not_steady';
	problems: ProblemLine[];
}

/** A place in a source: the bytes from the first to before the second. */
export interface Citation {
	source: string;
	bytes: [number, number];
	path?: string;
	line?: number;
}

export interface Plot {
	[field: string]: unknown;
}

export interface TimelineEntry {
	id: string;
	time: string;
	end: string | null;
	time_error_s: number;
	kind: string;
	service: string | null;
	title: string;
	reason: string;
	score: number;
	evidence: Citation[];
	plot: Plot | null;
	known: { time: string; by: string; how: string; lag_s: number; evidence: Citation[] } | null;
	message_kind: string | null;
	order_undecided_with: string[];
}

export interface Lead {
	service: string | null;
	change: string | null;
	since: string;
	score: number;
	reason: string;
	entries: string[];
	supports?: { sign: string; log_odds: number; text: string }[];
	against?: { sign: string; log_odds: number; text: string }[];
	missing?: (string | { text: string })[];
}

export interface Timeline {
	format: 'postlude-timeline/1';
	window: { start: string | null; end: string | null };
	stats: { bytes: number; records: number; sources: number; undated: number; seconds: number };
	sources: unknown[];
	entries: TimelineEntry[];
	leads: Lead[];
}
