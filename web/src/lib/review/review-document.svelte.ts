import * as Y from 'yjs';
import { asides, keepAsides, Touched, type Aside } from './aside';
import { Copy, MINE, ROOTS } from './copy';
import { CommentEdits } from './edit/comments';
import { EntryEdits } from './edit/entries';
import { NoteEdits } from './edit/notes';
import { ParkingEdits } from './edit/parking';
import { QuestionEdits } from './edit/questions';
import type { Writer } from './edit/writer';
import { newId } from './id';
import { Keyed } from './keyed.svelte';
import type { ChannelEvents, ChannelState } from './live/channel';
import type { Hello, Notice, Refused } from './live/message';
import type { Socket } from './live/socket';
import { colourOf, People } from './presence.svelte';
import { readComment, readEntry, readGroup, readNote, readParked, readPerson, readQuestion } from './read';
import type { PastDocument } from './types';

export interface ReviewSetup {
	review: string;
	/** Who looks at it. */
	person: { id: string; name: string };
	open: () => Socket;
	/** The database in which the browser keeps a copy, so that it can be read and written offline. */
	keep?: string;
	/** Whether something written here is not on the server's disk yet. */
	unsent?: (unsent: boolean) => void;
	/** The copy was deleted, because the person may not see the review any more. */
	forgotten?: () => void;
	/** What the server says beside the document: a job goes on, the phase changed. */
	notice?: (notice: Notice) => void;
	now?: () => string;
}

/** Why a channel was closed, where the review is not to be seen any more. */
const GONE = ['not_allowed', 'no_review'];

/** The review as several people write it at once. Reading is reactive by id; writing goes through the edits. */
export class ReviewDocument {
	readonly entries = new Keyed(readEntry);
	readonly notes = new Keyed(readNote);
	readonly groups = new Keyed(readGroup);
	readonly comments = new Keyed(readComment);
	readonly questions = new Keyed(readQuestion);
	readonly people = new Keyed(readPerson);
	readonly parking = new Keyed(readParked);
	readonly presence = new People();
	readonly edit: {
		entries: EntryEdits;
		notes: NoteEdits;
		comments: CommentEdits;
		questions: QuestionEdits;
		parking: ParkingEdits;
	};

	title = $state('');
	summary = $state('');
	zone: string | null = $state(null);
	state: ChannelState = $state('connecting');
	/** Whether anything can be shown: from the server, or from what this browser kept. */
	ready = $state(false);
	/** The moment that is looked at; null: now. In the past nothing can be written. */
	past: string | null = $state(null);
	role: string | null = $state(null);
	closed: { code: string; message: string; hint: string } | null = $state.raw(null);
	asides: Aside[] = $state.raw([]);
	#writable = $state(false);
	#undoable = $state(false);
	#redoable = $state(false);

	readonly #setup: ReviewSetup;
	readonly #touched = new Touched();
	/** Undefined until it is known: what was written before the page was opened is on no list. */
	#unsent: boolean | undefined = undefined;
	#copy: Copy;

	get mayWrite(): boolean {
		return this.#writable && this.past === null;
	}

	/** Whether I may write as far as this browser knows; the server says so again when it is back. */
	trust(mayWrite: boolean) {
		this.#writable = mayWrite;
	}

	get canUndo(): boolean {
		return this.#undoable && this.past === null;
	}

	get canRedo(): boolean {
		return this.#redoable && this.past === null;
	}

	constructor(setup: ReviewSetup) {
		this.#setup = setup;
		this.asides = setup.keep ? asides(setup.review) : [];
		const writer = this.#writer();
		this.edit = {
			entries: new EntryEdits(writer),
			notes: new NoteEdits(writer),
			comments: new CommentEdits(writer),
			parking: new ParkingEdits(writer),
			questions: new QuestionEdits(writer),
		};
		this.#copy = this.#join();
	}

	/** Makes what is written next a step of its own for undo, however fast it follows. */
	beginStep() {
		this.#copy.undo.stopCapturing();
	}

	undo() {
		this.#copy.undo.undo();
	}

	redo() {
		this.#copy.undo.redo();
	}

	/** Sets what the meta map holds; only facilitators and organisers may. */
	setMeta(values: { title?: string; zone?: string }) {
		const meta = this.#copy.document.getMap('meta');
		this.#copy.document.transact(() => {
			for (const [name, value] of Object.entries(values)) if (meta.get(name) !== value) meta.set(name, value);
		}, MINE);
	}

	/** The shared text of an object, for an editor that binds to it. */
	text(map: 'entries' | 'notes', id: string, field: string): Y.Text | null {
		const stored = this.#copy.document.getMap(map).get(id);
		const text = stored instanceof Y.Map ? stored.get(field) : null;
		return text instanceof Y.Text ? text : null;
	}

	/** Shows it as it was at `moment`, until `lookAtNow`. What others write meanwhile arrives all the same. */
	lookBack(moment: string, document: PastDocument) {
		this.past = moment;
		for (const root of ROOTS) this[root].show(document[root] ?? {});
		this.#showMeta(document.meta ?? {});
	}

	lookAtNow() {
		if (this.past !== null) this.#follow(this.#copy.document);
	}

	/** Tries now, for when the browser says that it is back online. */
	reconnect() {
		this.#copy.reconnect();
	}

	dropAside(at: number) {
		this.asides = this.asides.filter((_, index) => index !== at);
		if (this.#setup.keep) keepAsides(this.#setup.review, this.asides);
	}

	end() {
		this.presence.show({ cursor: null });
		for (const root of ROOTS) this[root].stop();
		return this.#copy.end();
	}

	#join(): Copy {
		const { person, keep, open } = this.#setup;
		const copy = new Copy(keep ?? null);
		const { document } = copy;
		this.#follow(document);
		document.getMap('meta').observeDeep(() => {
			if (this.past === null) this.#showMeta(document.getMap('meta').toJSON());
		});
		document.on('afterTransaction', (transaction: Y.Transaction) => {
			if (transaction.origin !== MINE && transaction.origin !== copy.undo) return;
			this.#touched.note(transaction, document);
			this.#tellUnsent(true);
		});
		for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) {
			copy.undo.on(event, () => this.#readUndo(copy));
		}
		this.presence.follow(copy.awareness, {
			person: person.id,
			name: person.name,
			color: colourOf(person.id),
			page: null,
			cursor: null,
		});
		void copy.connect(open, this.#events());
		void copy.kept().then(() => {
			if (document.getMap('entries').size > 0 || document.getMap('meta').size > 0) this.ready = true;
		});
		return copy;
	}

	#events(): ChannelEvents {
		return {
			state: (state) => {
				this.state = state;
				if (state !== 'saved') return;
				this.#touched.clear();
				this.#tellUnsent(false);
			},
			hello: (hello: Hello) => {
				this.#writable = hello.may_write;
				this.role = hello.role;
			},
			notice: (notice) => {
				if (notice.kind === 'access') this.#writable = notice.may_write;
				this.#setup.notice?.(notice);
			},
			synced: () => (this.ready = true),
			refused: (refused) => void this.#refused(refused),
			closed: (reason) => {
				this.closed = reason;
				this.#writable = false;
				if (GONE.includes(reason.code)) void this.#forget(reason);
			},
		};
	}

	/** What is not to be seen any more is not kept either; words of one's own that were never sent are. */
	async #forget(reason: { code: string; message: string; hint: string }) {
		if (this.#unsent) this.#keepAside(reason);
		await this.#copy.end(true);
		this.#setup.forgotten?.();
	}

	#tellUnsent(unsent: boolean) {
		if (unsent === this.#unsent) return;
		this.#unsent = unsent;
		this.#setup.unsent?.(unsent);
	}

	#keepAside({ code, message, hint }: Omit<Aside, 'when' | 'texts'>) {
		const texts = this.#touched.texts(this.#copy.document);
		const when = (this.#setup.now ?? now)();
		this.asides = [...this.asides, { when, code, message, hint, texts }];
		if (this.#setup.keep) keepAsides(this.#setup.review, this.asides);
		this.#touched.clear();
	}

	/** Keeps the words, forgets the copy, joins anew. */
	async #refused(refused: Refused) {
		const old = this.#copy;
		const shown = old.awareness.getLocalState();
		this.#keepAside(refused);
		this.ready = false;
		await old.end(true);
		const { page } = shown ?? {};
		this.#copy = this.#join();
		if (page) this.presence.show({ page });
	}

	#follow(document: Y.Doc) {
		this.past = null;
		for (const root of ROOTS) this[root].follow(document.getMap(root));
		this.#showMeta(document.getMap('meta').toJSON());
	}

	#showMeta(meta: Record<string, unknown>) {
		this.title = typeof meta.title === 'string' ? meta.title : '';
		this.summary = typeof meta.summary === 'string' ? meta.summary : '';
		this.zone = typeof meta.zone === 'string' ? meta.zone : null;
	}

	#readUndo({ undo }: Copy) {
		this.#undoable = undo.undoStack.length > 0;
		this.#redoable = undo.redoStack.length > 0;
	}

	#writer(): Writer {
		const document = () => this.#copy.document;
		return {
			person: this.#setup.person.id,
			now: this.#setup.now ?? now,
			newId: () => newId(),
			map: (name) => document().getMap(name),
			write: (change) => document().transact(change, MINE),
		};
	}
}

function now(): string {
	return new Date().toISOString();
}
