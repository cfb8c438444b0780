import * as Y from 'yjs';
import type { Note, NoteKind } from '../types';
import { assign, setText, stored, type Writer } from './writer';

/** What a person gives of a new note. It hangs on an entry, on a span of time, or on nothing. */
export interface NewNote {
	kind: NoteKind;
	text: string;
	on?: string;
	from?: string;
	to?: string;
	x?: number;
	y?: number;
	group?: string;
	meeting?: string;
}

export class NoteEdits {
	constructor(private readonly writer: Writer) {}

	add(note: NewNote): string {
		const { writer } = this;
		const id = writer.newId();
		const { text, ...rest } = note;
		writer.write(() => {
			const map = new Y.Map<unknown>();
			writer.map('notes').set(id, map);
			assign(map, { ...rest, by: writer.person, at: writer.now() });
			map.set('text', new Y.Text(text));
		});
		return id;
	}

	setText(id: string, text: string) {
		this.#change(id, (note) => setText(note, 'text', text));
	}

	setKind(id: string, kind: NoteKind) {
		this.#change(id, (note) => assign(note, { kind }));
	}

	move(id: string, x: number, y: number) {
		this.#change(id, (note) => assign(note, { x, y }));
	}

	/** Hangs it on something else. */
	hang(id: string, place: Pick<Partial<Note>, 'on' | 'from' | 'to'>) {
		const { on, from, to } = place;
		this.#change(id, (note) =>
			assign(note, { on: on ?? undefined, from: from ?? undefined, to: to ?? undefined }),
		);
	}

	/** Gives or takes back the vote of the person who writes. */
	vote(id: string, on: boolean) {
		this.#change(id, (note) => {
			let votes = note.get('votes');
			if (!(votes instanceof Y.Map)) note.set('votes', (votes = new Y.Map<unknown>()));
			assign(votes as Y.Map<unknown>, { [this.writer.person]: on ? true : undefined });
		});
	}

	remove(id: string) {
		this.writer.write(() => this.writer.map('notes').delete(id));
	}

	/** Puts notes into a new group and gives its id. */
	group(ids: string[], title: string, x: number, y: number): string {
		const { writer } = this;
		const group = writer.newId();
		writer.write(() => {
			const map = new Y.Map<unknown>();
			writer.map('groups').set(group, map);
			assign(map, { title, x, y });
			for (const id of ids) this.intoGroup(id, group);
		});
		return group;
	}

	/** Puts a note into a group, or out of any. */
	intoGroup(id: string, group: string | null) {
		this.#change(id, (note) => assign(note, { group: group ?? undefined }));
	}

	changeGroup(id: string, change: { title?: string; x?: number; y?: number }) {
		const group = stored(this.writer, 'groups', id);
		if (group) this.writer.write(() => assign(group, change));
	}

	/** Takes a group away; its notes stay. */
	ungroup(id: string) {
		this.writer.write(() => {
			for (const [note, value] of this.writer.map('notes')) {
				if (value instanceof Y.Map && value.get('group') === id) this.intoGroup(note, null);
			}
			this.writer.map('groups').delete(id);
		});
	}

	#change(id: string, change: (note: Y.Map<unknown>) => void) {
		const note = stored(this.writer, 'notes', id);
		if (note) this.writer.write(() => change(note));
	}
}
