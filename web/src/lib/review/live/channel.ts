import * as awarenessProtocol from 'y-protocols/awareness';
import * as Y from 'yjs';
import { backoff } from './backoff';
import { finalReason } from './closing';
import { decode, encodeAwareness, encodeSync, SYNC, type Hello, type Notice, type Refused } from './message';
import type { Socket } from './socket';

/** Where the channel stands. `saving`: something of ours is not on the server's disk yet. */
export type ChannelState = 'connecting' | 'saving' | 'saved' | 'offline' | 'refused' | 'closed';

export interface ChannelEvents {
	state(state: ChannelState): void;
	hello(hello: Hello): void;
	notice(notice: Notice): void;
	/** The server has told all it has. */
	synced(): void;
	refused(refused: Refused): void;
	/** It will not try again. */
	closed(reason: { code: string; message: string; hint: string }): void;
}

export interface ChannelSetup {
	document: Y.Doc;
	awareness: awarenessProtocol.Awareness;
	open: () => Socket;
	events: ChannelEvents;
	random?: () => number;
}

/** A server that does not confirm for this long is taken for gone, even if the socket does not say so. */
const CONFIRM_WITHIN = 20_000;

/** The live channel of one document: sends ours, takes theirs, comes back after every cut. */
export class Channel {
	readonly #setup: ChannelSetup;
	#socket: Socket | null = null;
	#retry: ReturnType<typeof setTimeout> | null = null;
	#confirm: ReturnType<typeof setTimeout> | null = null;
	#attempt = 0;
	#sent = 0;
	#saved = 0;
	#open = false;
	/** The server knows what we have; from then on every change is sent by itself. */
	#answered = false;
	#synced = false;
	#ended = false;
	/** Something was changed here while nobody was there to take it. */
	#unsent = false;

	constructor(setup: ChannelSetup) {
		this.#setup = setup;
		setup.document.on('update', this.#ours);
		setup.awareness.on('update', this.#presence);
		this.connect();
	}

	/** Opens the socket now, whatever was waited for. */
	connect() {
		if (this.#ended || this.#socket) return;
		if (this.#retry) clearTimeout(this.#retry);
		this.#retry = null;
		this.#setup.events.state(this.#attempt === 0 ? 'connecting' : 'offline');
		const socket = this.#setup.open();
		socket.binaryType = 'arraybuffer';
		socket.onopen = () => this.#opened(socket);
		socket.onmessage = (event) => this.#take(socket, event.data);
		socket.onclose = (event) => this.#lost(socket, event.code);
		this.#socket = socket;
	}

	/** Ends it for good. */
	end() {
		this.#ended = true;
		this.#setup.document.off('update', this.#ours);
		this.#setup.awareness.off('update', this.#presence);
		if (this.#retry) clearTimeout(this.#retry);
		if (this.#confirm) clearTimeout(this.#confirm);
		const socket = this.#socket;
		this.#socket = null;
		socket?.close();
	}

	/** Whether all that was written here is on the server's disk, as far as is known. */
	get settled(): boolean {
		return !this.#unsent && this.#saved >= this.#sent;
	}

	#opened(socket: Socket) {
		this.#sent = 0;
		this.#saved = 0;
		this.#open = true;
		socket.send(encodeSync(SYNC.stateVector, Y.encodeStateVector(this.#setup.document)));
		const { awareness } = this.#setup;
		if (awareness.getLocalState()) {
			socket.send(encodeAwareness(awarenessProtocol.encodeAwarenessUpdate(awareness, [awareness.clientID])));
		}
	}

	#take(socket: Socket, data: unknown) {
		if (!(data instanceof ArrayBuffer)) return;
		const message = decode(new Uint8Array(data));
		const { awareness, events } = this.#setup;
		switch (message.kind) {
			case 'sync':
				return this.#sync(socket, message.step, message.bytes);
			case 'awareness':
				return awarenessProtocol.applyAwarenessUpdate(awareness, message.bytes, this);
			case 'saved':
				this.#saved = message.count;
				return this.#tell();
			case 'refused':
				this.#ended = true;
				events.state('refused');
				return events.refused(message.refused);
			case 'notice':
				return events.notice(message.notice);
			case 'hello':
				return events.hello(message.hello);
		}
	}

	#sync(socket: Socket, step: number, bytes: Uint8Array) {
		const { document, events } = this.#setup;
		if (step === SYNC.stateVector) {
			this.#send(socket, SYNC.difference, Y.encodeStateAsUpdate(document, bytes));
			this.#answered = true;
			this.#unsent = false;
			return this.#tell();
		}
		Y.applyUpdate(document, bytes, this);
		if (step === SYNC.difference && !this.#synced) {
			this.#synced = true;
			this.#attempt = 0;
			events.synced();
			this.#tell();
		}
	}

	#ours = (update: Uint8Array, origin: unknown) => {
		// What came from the server or from this browser's own store is no news to the server.
		if (origin === this || isStore(origin)) return;
		if (this.#socket && this.#answered) this.#send(this.#socket, SYNC.update, update);
		else this.#unsent = true;
		this.#tell();
	};

	#presence = (
		{ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>,
		origin: unknown,
	) => {
		if (origin === this || !this.#socket || !this.#open) return;
		const clients = [...added, ...updated, ...removed];
		this.#socket.send(
			encodeAwareness(awarenessProtocol.encodeAwarenessUpdate(this.#setup.awareness, clients)),
		);
	};

	#send(socket: Socket, step: number, bytes: Uint8Array) {
		this.#sent += 1;
		socket.send(encodeSync(step, bytes));
	}

	#tell() {
		if (this.#confirm) clearTimeout(this.#confirm);
		this.#confirm = null;
		if (!this.#socket || !this.#synced) return;
		const settled = this.settled;
		this.#setup.events.state(settled ? 'saved' : 'saving');
		if (!settled) this.#confirm = setTimeout(() => this.#socket?.close(), CONFIRM_WITHIN);
	}

	#lost(socket: Socket, code: number) {
		if (socket !== this.#socket) return;
		this.#socket = null;
		this.#unsent ||= this.#saved < this.#sent;
		this.#open = this.#answered = this.#synced = false;
		if (this.#confirm) clearTimeout(this.#confirm);
		const { awareness, events } = this.#setup;
		const others = [...awareness.getStates().keys()].filter((client) => client !== awareness.clientID);
		awarenessProtocol.removeAwarenessStates(awareness, others, this);
		if (this.#ended) return;
		const reason = finalReason(code);
		if (reason) {
			this.#ended = true;
			events.state('closed');
			return events.closed(reason);
		}
		events.state('offline');
		const wait = backoff(this.#attempt++, (this.#setup.random ?? Math.random)());
		this.#retry = setTimeout(() => this.connect(), wait);
	}
}

/** The store of this browser marks its own updates with itself; it is known by what only it has. */
function isStore(origin: unknown): boolean {
	return typeof origin === 'object' && origin !== null && 'whenSynced' in origin;
}
