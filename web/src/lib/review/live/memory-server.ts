import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { encodeSync, KIND, SYNC } from './message';
import type { Socket } from './socket';

/** One end of a socket in memory. */
class MemorySocket implements Socket {
	binaryType = '';
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	updates = 0;
	closed = false;

	constructor(private readonly server: MemoryServer) {}

	send(bytes: Uint8Array<ArrayBuffer>) {
		if (!this.closed) this.server.take(this, bytes);
	}

	close(code = 1000) {
		if (this.closed) return;
		this.closed = true;
		this.server.sockets.delete(this);
		this.onclose?.({ code });
	}

	tell(bytes: Uint8Array<ArrayBuffer>) {
		if (!this.closed) this.onmessage?.({ data: bytes.slice().buffer });
	}
}

/** The server's side of the live channel, for tests: everything happens at once, except what a test holds back. */
export class MemoryServer {
	readonly document = new Y.Doc();
	readonly sockets = new Set<MemorySocket>();
	/** Refuses connections while true. */
	away = false;
	/** Does not confirm while true, as a slow disk would. */
	slow = false;
	/** Refuses an update for which this gives a sentence. */
	refuse: (document: Y.Doc) => string | null = () => null;
	mayWrite = true;

	open = (): Socket => {
		const socket = new MemorySocket(this);
		queueMicrotask(() => {
			if (this.away) return socket.close(1006);
			this.sockets.add(socket);
			socket.onopen?.();
			this.#greet(socket);
		});
		return socket;
	};

	/** Cuts all connections. */
	cut(code = 1006) {
		for (const socket of [...this.sockets]) socket.close(code);
	}

	confirm() {
		for (const socket of this.sockets) socket.tell(numbered(KIND.saved, socket.updates));
	}

	notice(notice: unknown) {
		for (const socket of this.sockets) socket.tell(worded(KIND.notice, notice));
	}

	take(from: MemorySocket, bytes: Uint8Array<ArrayBuffer>) {
		const decoder = decoding.createDecoder(bytes);
		const kind = decoding.readVarUint(decoder);
		if (kind === KIND.awareness) return this.#others(from, bytes);
		if (kind !== KIND.sync) return;
		const step = decoding.readVarUint(decoder);
		const content = decoding.readVarUint8Array(decoder);
		if (step === SYNC.stateVector) {
			return from.tell(encodeSync(SYNC.difference, Y.encodeStateAsUpdate(this.document, content)));
		}
		from.updates += 1;
		const trial = new Y.Doc();
		Y.applyUpdate(trial, Y.encodeStateAsUpdate(this.document));
		Y.applyUpdate(trial, content);
		const message = this.refuse(trial);
		if (message) {
			from.tell(worded(KIND.refused, { code: 'refused', message, hint: null, update: from.updates }));
			return from.close(4409);
		}
		Y.applyUpdate(this.document, content);
		this.#others(from, encodeSync(SYNC.update, content));
		if (!this.slow) from.tell(numbered(KIND.saved, from.updates));
	}

	#greet(socket: MemorySocket) {
		const hello = {
			schema: 1,
			review: 'r',
			person: 'p',
			may_write: this.mayWrite,
			role: 'participant',
			server_time: '',
		};
		socket.tell(worded(KIND.hello, hello));
		socket.tell(encodeSync(SYNC.stateVector, Y.encodeStateVector(this.document)));
	}

	#others(from: MemorySocket, bytes: Uint8Array<ArrayBuffer>) {
		for (const socket of this.sockets) if (socket !== from) socket.tell(bytes);
	}
}

function numbered(kind: number, value: number): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarUint(encoder, value);
	return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>;
}

function worded(kind: number, value: unknown): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarString(encoder, JSON.stringify(value));
	return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>;
}
