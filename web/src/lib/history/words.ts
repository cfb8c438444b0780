import type { Change } from '$lib/api/types';
import { NOTE_LOOKS } from '$lib/notes/note-kinds';
import type { NoteKind } from '$lib/review/types';

/** A change in words: "picked" "orders is slow", and from what to what where that can be said. */
export interface Told {
	act: string;
	/** What it was done to, in its own words; null where `act` says it all. */
	about: string | null;
	from: string | null;
	to: string | null;
	/** Whether `from` and `to` are moments. */
	moments: boolean;
}

/** What an object of the document is called now; null when it is gone. */
export type NameOf = (map: string, id: string) => string | null;

type Fields = Record<string, unknown>;

const FIELDS: Record<string, Record<string, string>> = {
	entries: {
		title: 'retitled',
		time: 'changed the time of',
		end: 'changed the end of',
		time_error_s: 'changed how sure the time is of',
		service: 'changed the service of',
		known: 'changed when it became known:',
		text: 'wrote about',
		tags: 'tagged',
		evidence: 'cited evidence for',
		attachments: 'attached a file to',
		role: 'changed the role of',
		lane: 'moved to another lane:',
		machine: 'drafted anew',
	},
	notes: {
		text: 'reworded a note:',
		kind: 'changed the kind of a note:',
		votes: 'voted on a note:',
		on: 'hung a note elsewhere:',
		from: 'hung a note elsewhere:',
		to: 'hung a note elsewhere:',
		x: 'moved a note:',
		y: 'moved a note:',
		group: 'grouped a note:',
	},
	groups: { title: 'renamed a group:', x: 'moved a group:', y: 'moved a group:' },
	comments: { text: 'reworded a comment:', resolved: 'resolved a comment:' },
	questions: {
		text: 'reworded a question:',
		state: 'decided about a question:',
		to: 'chose who is asked:',
		answer: 'answered a question:',
	},
	people: { role: 'changed the role of', name: 'renamed' },
	meta: {
		title: 'renamed the review',
		zone: 'changed the zone of the incident',
		summary: 'wrote the summary',
	},
};

const NOUNS: Record<string, string> = {
	notes: 'a note',
	groups: 'a group',
	comments: 'a comment',
	questions: 'a question',
	people: 'to the people:',
};

/** Fields of which both values are worth a line. */
const SHOWN = ['title', 'time', 'end', 'service', 'zone', 'role'];

/** Whether a change is worth a word: the document writes some of its own account when it begins. */
export function isTold({ map, field, after }: Change): boolean {
	return map !== 'meta' || (field !== 'schema' && !(field === 'summary' && after === ''));
}

/** `change` in words. */
export function told(change: Change, nameOf: NameOf): Told {
	const about = nameOf(change.map, change.id) ?? nameIn(change.after) ?? nameIn(change.before);
	const plain = { about, from: null, to: null, moments: false };
	if (change.field === null) return { ...plain, act: whole(change) };
	if (change.map === 'entries' && change.field === 'state') return { ...plain, act: decided(change) };
	if (change.map === 'entries' && change.field === 'merged_into') {
		const into = typeof change.after === 'string' ? nameOf('entries', change.after) : null;
		return { ...plain, act: change.after ? 'merged' : 'took apart again', to: into };
	}
	const act = FIELDS[change.map]?.[change.field] ?? `changed ${change.field.replaceAll('_', ' ')} of`;
	if (!SHOWN.includes(change.field)) return { ...plain, act };
	return {
		act,
		about: change.map === 'meta' ? null : about,
		from: words(change.before),
		to: words(change.after),
		moments: change.field === 'time' || change.field === 'end',
	};
}

function whole({ map, what, after, before }: Change): string {
	const verb = what === 'removed' ? 'removed' : 'added';
	if (map !== 'entries') return `${verb} ${NOUNS[map] ?? map}${noteKind(map, after ?? before)}`;
	const drafted = fields(after)?.machine !== undefined;
	return drafted ? 'drafted' : verb;
}

function noteKind(map: string, object: unknown): string {
	const kind = fields(object)?.kind;
	if (map !== 'notes' || typeof kind !== 'string' || !(kind in NOTE_LOOKS)) return ':';
	return ` (${NOTE_LOOKS[kind as NoteKind].name}):`;
}

function decided({ before, after }: Change): string {
	if (after === 'picked') return 'picked';
	if (after === 'hidden') return 'hid';
	return before === 'hidden' ? 'showed again' : 'took the pick back of';
}

/** What an object calls itself. */
function nameIn(object: unknown): string | null {
	const own = fields(object);
	return words(own?.title) ?? words(own?.text) ?? words(own?.name) ?? words(fields(own?.machine)?.title);
}

function fields(object: unknown): Fields | null {
	return object !== null && typeof object === 'object' ? (object as Fields) : null;
}

function words(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
