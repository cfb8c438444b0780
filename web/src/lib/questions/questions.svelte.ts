import { createContext, untrack } from 'svelte';
import { reviews } from '$lib/api/reviews';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { ProposedQuestion } from '$lib/api/types';
import type { Workspace } from '$lib/frame/workspace.svelte';
import type { AskedOf, Question } from '$lib/review/types';
import type { NewAnswer } from '$lib/review/edit/questions';
import { count, fits, inOrder, type Show } from './listed';

/** While others write, what they write is asked about only so often, in milliseconds. */
const PAUSE = 10_000;

/** The questions of a review: what the machine proposes, and what people decided, which stands in the document. */
export class Questions {
	trouble: Trouble | null = $state.raw(null);
	loaded = $state(false);
	show: Show = $state('proposed');
	wanted = $state('');
	/** The question that the keys act on. */
	current: string | null = $state(null);
	/** The question that is being answered or reworded. */
	writing: { id: string; what: 'answer' | 'reword' } | null = $state.raw(null);
	#proposed: Question[] = $state.raw([]);
	#waiting: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly workspace: Workspace) {}

	get document() {
		return this.workspace.document;
	}

	/** All of them: a proposal that somebody decided about is what they decided. */
	readonly all: Question[] = $derived.by(() => {
		const { questions, past } = this.document;
		const open = past === null ? this.#proposed.filter(({ id }) => !questions.get(id)) : [];
		return [...inOrder(questions.all), ...open];
	});
	readonly counts = $derived(count(this.all));
	readonly listed = $derived(this.all.filter((one) => fits(one, this.show, this.wanted)));

	/** What an entry raised, and what was written about it. */
	of(entry: string): Question[] {
		return this.all.filter(
			({ state, raised_by }) =>
				state !== 'dismissed' && raised_by.some(({ map, id }) => map === 'entries' && id === entry),
		);
	}

	async load() {
		try {
			const found = await reviews.questions(this.workspace.id);
			this.#proposed = found.filter(({ state }) => state === 'proposed').map(proposal);
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
		this.loaded = true;
	}

	/** Loads again in a while: somebody changed what questions follow from. */
	soon() {
		this.#waiting ??= setTimeout(() => {
			this.#waiting = undefined;
			void this.load();
		}, PAUSE);
	}

	/** Follows the evidence, and what people write. */
	follow() {
		let first = true;
		$effect(() => {
			if (this.workspace.evidenceVersion >= 0) untrack(() => void this.load());
		});
		$effect(() => {
			void [this.document.entries.all, this.document.notes.all, this.document.questions.size];
			if (!first) this.soon();
			first = false;
		});
		$effect(() => () => clearTimeout(this.#waiting));
	}

	decide(question: Question, state: 'kept' | 'dismissed') {
		this.#step(question, () => this.document.edit.questions.decide(question, state));
	}

	assign(question: Question, to: AskedOf) {
		this.#step(question, () => this.document.edit.questions.decide(question, 'assigned', to));
	}

	reword(question: Question, text: string) {
		this.#step(question, () => this.document.edit.questions.reword(question, text));
	}

	answer(question: Question, answer: NewAnswer) {
		this.#step(question, () => this.document.edit.questions.answer(question, answer));
	}

	/** The next or the one before, in what is listed. */
	move(step: number) {
		const at = this.listed.findIndex(({ id }) => id === this.current);
		const next = at < 0 ? 0 : Math.min(this.listed.length - 1, Math.max(0, at + step));
		this.current = this.listed[next]?.id ?? null;
	}

	/** One edit, one step for undo; the keys go on with the question behind it when it leaves the list. */
	#step(question: Question, edit: () => void) {
		if (!this.document.mayWrite) return;
		const at = this.listed.findIndex(({ id }) => id === question.id);
		const after = this.listed[at + 1]?.id ?? this.listed[at - 1]?.id ?? null;
		this.document.beginStep();
		edit();
		this.writing = null;
		if (this.current === question.id && !this.listed.some(({ id }) => id === question.id))
			this.current = after;
	}
}

function proposal({ to, answer, ...rest }: ProposedQuestion): Question {
	return { ...rest, to: to && { who: to.who, id: to.id }, answer, by: null };
}

export const [getQuestions, setQuestions] = createContext<Questions>();
