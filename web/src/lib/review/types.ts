/** What the review document holds, as plain values (crates/collab/SCHEMA.md, schema 1). Times are RFC 3339, UTC. */

export const SCHEMA = 1;

export type Lane = 'machine' | 'changes' | 'people' | 'notes';
export type EntryState = 'candidate' | 'picked' | 'hidden';
export type NoteKind = 'saw' | 'did' | 'thought' | 'surprised' | 'question';

export const NOTE_KINDS: NoteKind[] = ['saw', 'did', 'thought', 'surprised', 'question'];

/** A place in the evidence, readable without asking the server. */
export interface EvidenceCitation {
	incident: string;
	source: string;
	path: string;
	bytes: [number, number];
	line: number | null;
}

export interface Known {
	time: string;
	by: string;
	how: string;
}

export interface Attachment {
	id: string;
	name: string;
	media_type: string;
	size: number;
}

/** What the machine found; only the server writes it. */
export interface MachinePart {
	kind: string;
	time: string;
	end: string | null;
	time_error_s: number;
	service: string | null;
	title: string;
	reason: string;
	score: number;
	evidence: { source: string; bytes: [number, number]; path?: string; line?: number }[];
	plot: unknown;
	known: (Known & { lag_s: number }) | null;
	message_kind: string | null;
	order_undecided_with: string[];
	/** A later draft no longer has it, and people had touched it. */
	gone?: boolean;
}

/** An entry with corrections already laid over what the machine found. */
export interface Entry {
	id: string;
	lane: Lane;
	machine: MachinePart | null;
	incident: string | null;
	time: string | null;
	end: string | null;
	time_error_s: number;
	service: string | null;
	title: string;
	/** Which of the five fields above people gave, in a machine entry: corrections. */
	corrected: string[];
	text: string;
	state: EntryState;
	merged_into: string | null;
	known: Known | null;
	tags: string[];
	/** Added by people; the machine's is in `machine.evidence`. */
	evidence: EvidenceCitation[];
	attachments: Attachment[];
	by: string | null;
	at: string | null;
	role: string | null;
}

export interface Note {
	id: string;
	kind: NoteKind;
	text: string;
	by: string | null;
	at: string | null;
	on: string | null;
	from: string | null;
	to: string | null;
	x: number | null;
	y: number | null;
	group: string | null;
	votes: string[];
	color: string | null;
	/** The meeting in which it was taken. */
	meeting: string | null;
}

/** An idea that was set aside, so that talk goes on; nobody deletes one. */
export interface Parked {
	id: string;
	text: string;
	by: string | null;
	at: string | null;
	meeting: string | null;
	state: 'parked' | 'taken_up' | 'let_go';
}

export interface Group {
	id: string;
	title: string;
	x: number;
	y: number;
}

export interface Comment {
	id: string;
	on: { map: string; id: string } | null;
	text: string;
	by: string | null;
	at: string | null;
	mentions: string[];
	resolved: boolean;
}

/** An entry or a note, as a question names it. */
export interface Reference {
	map: 'entries' | 'notes';
	id: string;
}

/** Who is asked. */
export interface AskedOf {
	who: 'person' | 'meeting';
	id: string | null;
}

export type QuestionState = 'proposed' | 'kept' | 'dismissed' | 'assigned' | 'answered';

/** An open question; one that is proposed stands in no document yet. */
export interface Question {
	id: string;
	state: QuestionState;
	text: string;
	/** What kind of moment it asks about. */
	moment: string;
	because: string;
	/** The rule that asks; empty where somebody wrote it. */
	rule: string;
	time: string | null;
	service: string | null;
	/** What it is about first. */
	raised_by: Reference[];
	to: AskedOf | null;
	answer: Reference | null;
	/** Who wrote it; null where the machine proposed it. */
	by: string | null;
}

export interface ReviewPerson {
	id: string;
	name: string;
	role: string | null;
	joined: string | null;
}

/** The document as the server tells how it was: the objects of each map by id. */
export type PastDocument = { [map in string]?: Record<string, unknown> };

/** What a person shows of themselves to the others. */
export interface Presence {
	person: string;
	name: string;
	color: string;
	page: string | null;
	cursor: { entry?: string; time?: string; x?: number; y?: number } | null;
	selection?: unknown;
}
