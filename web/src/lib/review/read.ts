import * as Y from 'yjs';
import type {
	AskedOf,
	Comment,
	Entry,
	Group,
	MachinePart,
	Note,
	NoteKind,
	Parked,
	Question,
	QuestionState,
	Reference,
	ReviewPerson,
} from './types';
import { NOTE_KINDS } from './types';

/** A stored object: a shared map, or the plain object that a simple client wrote in its place. */
type Stored = Y.Map<unknown> | Record<string, unknown>;

function field(stored: Stored, name: string): unknown {
	return stored instanceof Y.Map ? stored.get(name) : stored[name];
}

function text(stored: Stored, name: string): string | null {
	const value = field(stored, name);
	if (value instanceof Y.Text) return value.toString();
	return typeof value === 'string' ? value : null;
}

function number(stored: Stored, name: string): number | null {
	const value = field(stored, name);
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The keys of a map that is used as a set. */
function members(stored: Stored, name: string): string[] {
	const value = field(stored, name);
	if (value instanceof Y.Map) return [...value.keys()].sort();
	return value && typeof value === 'object' ? Object.keys(value).sort() : [];
}

/** A list of plain objects, however it was stored. */
function list<T>(stored: Stored, name: string): T[] {
	const value = field(stored, name);
	if (value instanceof Y.Array) return value.toJSON() as T[];
	return Array.isArray(value) ? (value as T[]) : [];
}

function plain<T>(stored: Stored, name: string): T | null {
	const value = field(stored, name);
	if (value instanceof Y.Map) return value.toJSON() as T;
	return value && typeof value === 'object' ? (value as T) : null;
}

const CORRECTABLE = ['time', 'end', 'time_error_s', 'service', 'title'] as const;

export function readEntry(id: string, stored: Stored): Entry {
	const machine = plain<MachinePart>(stored, 'machine');
	const given = (name: string) => field(stored, name) !== undefined;
	const state = text(stored, 'state');
	return {
		id,
		lane: (text(stored, 'lane') as Entry['lane'] | null) ?? (machine ? 'machine' : 'people'),
		machine,
		incident: text(stored, 'incident'),
		time: given('time') ? text(stored, 'time') : (machine?.time ?? null),
		end: given('end') ? text(stored, 'end') : (machine?.end ?? null),
		time_error_s: number(stored, 'time_error_s') ?? machine?.time_error_s ?? 0,
		service: given('service') ? text(stored, 'service') : (machine?.service ?? null),
		title: text(stored, 'title') ?? machine?.title ?? '',
		corrected: machine ? CORRECTABLE.filter(given) : [],
		text: text(stored, 'text') ?? '',
		state:
			state === 'picked' || state === 'hidden' || state === 'candidate'
				? state
				: machine
					? 'candidate'
					: 'picked',
		merged_into: text(stored, 'merged_into'),
		known: plain(stored, 'known') ?? machine?.known ?? null,
		tags: members(stored, 'tags'),
		evidence: list(stored, 'evidence'),
		attachments: list(stored, 'attachments'),
		by: text(stored, 'by'),
		at: text(stored, 'at'),
		role: text(stored, 'role'),
	};
}

export function readNote(id: string, stored: Stored): Note {
	const kind = text(stored, 'kind') as NoteKind | null;
	return {
		id,
		kind: kind && NOTE_KINDS.includes(kind) ? kind : 'saw',
		text: text(stored, 'text') ?? '',
		by: text(stored, 'by'),
		at: text(stored, 'at'),
		on: text(stored, 'on'),
		from: text(stored, 'from'),
		to: text(stored, 'to'),
		x: number(stored, 'x'),
		y: number(stored, 'y'),
		group: text(stored, 'group'),
		votes: members(stored, 'votes'),
		color: text(stored, 'color'),
		meeting: text(stored, 'meeting'),
	};
}

export function readParked(id: string, stored: Stored): Parked {
	const state = text(stored, 'state');
	return {
		id,
		text: text(stored, 'text') ?? '',
		by: text(stored, 'by'),
		at: text(stored, 'at'),
		meeting: text(stored, 'meeting'),
		state: state === 'taken_up' || state === 'let_go' ? state : 'parked',
	};
}

export function readGroup(id: string, stored: Stored): Group {
	return { id, title: text(stored, 'title') ?? '', x: number(stored, 'x') ?? 0, y: number(stored, 'y') ?? 0 };
}

export function readComment(id: string, stored: Stored): Comment {
	return {
		id,
		on: plain(stored, 'on'),
		text: text(stored, 'text') ?? '',
		by: text(stored, 'by'),
		at: text(stored, 'at'),
		mentions: list<string>(stored, 'mentions'),
		resolved: field(stored, 'resolved') === true,
	};
}

const DECIDED: QuestionState[] = ['kept', 'dismissed', 'assigned', 'answered'];

export function readQuestion(id: string, stored: Stored): Question {
	const state = text(stored, 'state') as QuestionState | null;
	const to = plain<Partial<AskedOf>>(stored, 'to');
	return {
		id,
		state: state && DECIDED.includes(state) ? state : 'kept',
		text: text(stored, 'text') ?? '',
		moment: text(stored, 'moment') ?? '',
		because: text(stored, 'because') ?? '',
		rule: text(stored, 'rule') ?? '',
		time: text(stored, 'time'),
		service: text(stored, 'service'),
		raised_by: list<Reference>(stored, 'raised_by'),
		to: to?.who ? { who: to.who, id: to.id ?? null } : null,
		answer: plain(stored, 'answer'),
		by: text(stored, 'by'),
	};
}

export function readPerson(id: string, stored: Stored): ReviewPerson {
	return {
		id,
		name: text(stored, 'name') ?? 'somebody',
		role: text(stored, 'role'),
		joined: text(stored, 'joined'),
	};
}
