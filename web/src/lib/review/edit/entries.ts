import * as Y from 'yjs';
import type { Attachment, EntryState, EvidenceCitation, Known, Lane } from '../types';
import { assign, setText, stored, type Writer } from './writer';

/** What a person gives of a new entry. */
export interface NewEntry {
	lane?: Lane;
	incident: string | null;
	time: string;
	end?: string | null;
	time_error_s?: number;
	service?: string | null;
	title: string;
	text?: string;
	evidence?: EvidenceCitation[];
	role?: string | null;
}

/** What can be corrected of any entry, the machine's too; undefined takes the correction back. */
export interface Correction {
	time?: string;
	end?: string | null;
	time_error_s?: number;
	service?: string | null;
	title?: string;
	known?: Known;
}

/** How far merges are followed; more is a circle. */
const LONGEST_MERGE = 16;

export class EntryEdits {
	constructor(private readonly writer: Writer) {}

	/** Adds one, and gives its id. */
	add(entry: NewEntry): string {
		return this.addAll([entry])[0] ?? '';
	}

	/** Adds several as one step, for pasted lines. */
	addAll(entries: NewEntry[]): string[] {
		const { writer } = this;
		const ids = entries.map(() => writer.newId());
		writer.write(() => {
			entries.forEach((entry, at) => {
				const { text, ...rest } = entry;
				const map = new Y.Map<unknown>();
				writer.map('entries').set(ids[at] ?? '', map);
				assign(map, { lane: 'people', ...rest, by: writer.person, at: writer.now(), state: 'picked' });
				if (text) setText(map, 'text', text);
			});
		});
		return ids;
	}

	correct(id: string, correction: Correction) {
		this.#change(id, (entry) => assign(entry, { ...correction }));
	}

	/** Takes corrections of the machine's fields back. */
	uncorrect(id: string, fields: (keyof Correction)[]) {
		this.#change(id, (entry) => assign(entry, Object.fromEntries(fields.map((field) => [field, undefined]))));
	}

	setText(id: string, text: string) {
		this.#change(id, (entry) => setText(entry, 'text', text));
	}

	setState(id: string, state: EntryState) {
		this.#change(id, (entry) => assign(entry, { state }));
	}

	/** Lets `into` tell what `ids` told. */
	merge(ids: string[], into: string) {
		this.writer.write(() => {
			for (const id of ids) {
				if (id === into || this.#leadsTo(into, id)) continue;
				const entry = stored(this.writer, 'entries', id);
				if (entry) assign(entry, { merged_into: into });
			}
		});
	}

	unmerge(id: string) {
		this.#change(id, (entry) => assign(entry, { merged_into: undefined }));
	}

	tag(id: string, tag: string, on: boolean) {
		this.#change(id, (entry) => {
			let tags = entry.get('tags');
			if (!(tags instanceof Y.Map)) entry.set('tags', (tags = new Y.Map<unknown>()));
			assign(tags as Y.Map<unknown>, { [tag]: on ? true : undefined });
		});
	}

	/** Adds citations; one that is there already is not added twice. */
	cite(id: string, citations: EvidenceCitation[]) {
		this.#append(id, 'evidence', citations, (one) => `${one.incident} ${one.source} ${one.bytes.join('-')}`);
	}

	attach(id: string, attachments: Attachment[]) {
		this.#append(id, 'attachments', attachments, (one) => one.id);
	}

	/** Takes an entry of people away; the machine's can only be hidden. */
	remove(id: string) {
		if (stored(this.writer, 'entries', id)?.has('machine')) return this.setState(id, 'hidden');
		this.writer.write(() => this.writer.map('entries').delete(id));
	}

	#append<T>(id: string, field: string, values: T[], key: (value: T) => string) {
		this.#change(id, (entry) => {
			const now = entry.get(field);
			const there = (now instanceof Y.Array ? now.toJSON() : Array.isArray(now) ? now : []) as T[];
			const known = new Set(there.map(key));
			const fresh = values.filter((value) => !known.has(key(value)));
			if (fresh.length === 0) return;
			if (now instanceof Y.Array) now.push(fresh);
			else entry.set(field, [...there, ...fresh]);
		});
	}

	#leadsTo(from: string, to: string): boolean {
		let at: unknown = from;
		for (let step = 0; step < LONGEST_MERGE && typeof at === 'string'; step++) {
			if (at === to) return true;
			at = stored(this.writer, 'entries', at)?.get('merged_into');
		}
		return false;
	}

	#change(id: string, change: (entry: Y.Map<unknown>) => void) {
		const entry = stored(this.writer, 'entries', id);
		if (entry) this.writer.write(() => change(entry));
	}
}
