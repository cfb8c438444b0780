import { IndexeddbPersistence } from 'y-indexeddb';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Channel, type ChannelEvents } from './live/channel';
import type { Socket } from './live/socket';

/** Of whom updates of this page are: what is sent, undone, and kept aside. */
export const MINE = Symbol('mine');

/** The maps that are read by id; `meta` is one object. */
export const ROOTS = ['people', 'entries', 'notes', 'groups', 'comments', 'questions', 'parking'] as const;

/** This browser's copy of the document: the Yjs document with its store and its channel. Forgotten as a whole. */
export class Copy {
	readonly document = new Y.Doc({ gc: true });
	readonly awareness = new Awareness(this.document);
	readonly undo: Y.UndoManager;
	readonly #store: IndexeddbPersistence | null;
	#channel: Channel | null = null;
	#ended = false;

	/** `key` names the store in IndexedDB; null keeps nothing (tests, and browsers that forbid it). */
	constructor(key: string | null) {
		// A parked idea is never deleted, so parking one is not undone either.
		const shared = ROOTS.filter((root) => root !== 'people' && root !== 'parking');
		this.undo = new Y.UndoManager(
			shared.map((root) => this.document.getMap(root)),
			{ trackedOrigins: new Set([MINE]), captureTimeout: 400 },
		);
		this.#store =
			key && typeof indexedDB !== 'undefined' ? new IndexeddbPersistence(key, this.document) : null;
	}

	/** Reads what this browser kept, then connects: so that edits made offline are sent with the first answer. */
	async connect(open: () => Socket, events: ChannelEvents) {
		await this.kept();
		this.#channel = new Channel({ document: this.document, awareness: this.awareness, open, events });
	}

	/** When what this browser kept has been read; a store that fails to open is as good as an empty one. */
	async kept() {
		await Promise.race([this.#store?.whenSynced, new Promise((resolve) => setTimeout(resolve, 2_000))]).catch(
			() => {},
		);
	}

	reconnect() {
		this.#channel?.connect();
	}

	/** Closes it; with `forget`, what this browser kept is deleted too. */
	async end(forget = false) {
		if (this.#ended) return;
		this.#ended = true;
		this.#channel?.end();
		this.awareness.destroy();
		this.undo.destroy();
		if (forget) await this.#store?.clearData().catch(() => {});
		else await this.#store?.destroy();
		this.document.destroy();
	}
}
