import { Attempt } from '$lib/account/attempt.svelte';
import { interviews, type Dossier, type Interview, type Release } from '$lib/api/rooms';
import { trouble, type Trouble } from '$lib/api/trouble';
import { newId } from '$lib/review/id';

/** An interview room of two. */
export class InterviewRoom {
	value: Interview | null = $state.raw(null);
	dossier: Dossier | null = $state.raw(null);
	trouble: Trouble | null = $state.raw(null);
	readonly attempt = new Attempt();
	readonly looking = new Attempt();

	constructor(readonly id: string) {}

	get isFacilitator(): boolean {
		return this.value?.you === 'facilitator';
	}

	/** Whether notes may be taken now. */
	get isOnTheRecord(): boolean {
		return this.value?.consent.state === 'given' && !this.value.is_off_the_record;
	}

	async load() {
		try {
			this.value = await interviews.get(this.id);
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
			// The room is gone, or was never ours: nothing of it stays on the screen.
			if (this.trouble.status === 404) this.value = null;
		}
	}

	consent(given: boolean) {
		return this.#change(() => interviews.consent(this.id, given));
	}

	setRecord(off: boolean) {
		return this.#change(() => interviews.record(this.id, off));
	}

	write(kind: 'note' | 'quote', text: string) {
		return this.#change(() => interviews.write(this.id, { id: newId(), kind, text }));
	}

	writeAnew(note: string, text: string, version: number) {
		return this.#change(() => interviews.writeAnew(this.id, note, { text, version }));
	}

	strike(note: string) {
		return this.#change(() => interviews.strike(this.id, note));
	}

	release(note: string, as: Release) {
		return this.#change(() => interviews.release(this.id, note, as));
	}

	addQuestion(text: string) {
		return this.#setQuestions([...this.#questions, { text, is_asked: false }]);
	}

	setAsked(id: string, isAsked: boolean) {
		return this.#setQuestions(
			this.#questions.map((one) => (one.id === id ? { ...one, is_asked: isAsked } : one)),
		);
	}

	removeQuestion(id: string) {
		return this.#setQuestions(this.#questions.filter((one) => one.id !== id));
	}

	remove() {
		return this.attempt.run(() => interviews.remove(this.id));
	}

	prepare(handles: string[]) {
		return this.looking.run(async () => {
			this.dossier = await interviews.dossier(this.id, handles);
		});
	}

	get #questions() {
		return this.value?.questions ?? [];
	}

	#setQuestions(questions: { id?: string; text: string; is_asked: boolean }[]) {
		return this.#change(() => interviews.setQuestions(this.id, questions));
	}

	#change(what: () => Promise<unknown>) {
		return this.attempt.run(async () => {
			await what();
			await this.load();
		});
	}
}
