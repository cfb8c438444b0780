import * as Y from 'yjs';
import type { AskedOf, NoteKind, Question, QuestionState, Reference } from '../types';
import { assign, setText, stored, type Writer } from './writer';

/** What an answer becomes: an entry of people, or a note on the entry that raised the question. */
export type NewAnswer =
	| { as: 'entry'; title: string; time: string | null; incident: string | null }
	| { as: 'note'; kind: NoteKind; text: string };

export class QuestionEdits {
	constructor(private readonly writer: Writer) {}

	/** Decides about a question; one that was only proposed stands in the document from then on. */
	decide(question: Question, state: Exclude<QuestionState, 'proposed' | 'answered'>, to?: AskedOf) {
		this.writer.write(() => {
			const decided = this.#keep(question);
			assign(decided, { state, to: to && given({ ...to }), answer: undefined });
		});
	}

	/** Says it in other words; what is reworded is kept. */
	reword(question: Question, text: string) {
		this.writer.write(() => {
			const kept = this.#keep(question);
			if (question.state === 'proposed') assign(kept, { state: 'kept' });
			setText(kept, 'text', text);
		});
	}

	/** Answers in one step: what is undone takes the entry or note away too. Gives what holds the answer. */
	answer(question: Question, answer: NewAnswer): Reference {
		const { writer } = this;
		const id = writer.newId();
		const reference: Reference = { map: answer.as === 'entry' ? 'entries' : 'notes', id };
		writer.write(() => {
			const holder = new Y.Map<unknown>();
			writer.map(reference.map).set(id, holder);
			assign(holder, { ...fields(question, answer), by: writer.person, at: writer.now() });
			if (answer.as === 'note') holder.set('text', new Y.Text(answer.text));
			assign(this.#keep(question), { state: 'answered', answer: reference });
		});
		return reference;
	}

	/** Asks a question of one's own about an entry. */
	add(text: string, about: Reference, time: string | null): string {
		const { writer } = this;
		const id = writer.newId();
		writer.write(() => {
			const map = new Y.Map<unknown>();
			writer.map('questions').set(id, map);
			assign(map, {
				...given({ time }),
				state: 'kept',
				raised_by: [about],
				by: writer.person,
				at: writer.now(),
			});
			map.set('text', new Y.Text(text));
		});
		return id;
	}

	/** The question in the document; a proposal has no author, so whoever decides first does not own it. */
	#keep(question: Question): Y.Map<unknown> {
		const there = stored(this.writer, 'questions', question.id);
		if (there) return there;
		const map = new Y.Map<unknown>();
		this.writer.map('questions').set(question.id, map);
		const { rule, moment, because, time, service, raised_by } = question;
		assign(map, given({ rule, moment, because, time, service, raised_by }));
		map.set('text', new Y.Text(question.text));
		return map;
	}
}

function fields(question: Question, answer: NewAnswer): Record<string, unknown> {
	if (answer.as === 'note') {
		const about = question.raised_by[0];
		return given({ kind: answer.kind, on: about?.map === 'entries' ? about.id : null });
	}
	const { title, time, incident } = answer;
	return given({ lane: 'people', state: 'picked', title, time: time ?? question.time, incident });
}

/** Without what is null: the document knows only what was said. */
function given(values: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
