import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** The kinds of a message of the live channel (crates/collab/SCHEMA.md). */
export const KIND = {
	sync: 0,
	awareness: 1,
	askAwareness: 3,
	saved: 10,
	refused: 11,
	notice: 12,
	hello: 13,
} as const;

/** The kinds of a sync message (y-protocols). */
export const SYNC = { stateVector: 0, difference: 1, update: 2 } as const;

export interface Hello {
	schema: number;
	review: string;
	person: string;
	may_write: boolean;
	role: string;
	server_time: string;
}

export interface Refused {
	code: string;
	message: string;
	hint: string | null;
	/** The how-manieth update of this connection. */
	update: number;
}

export type Notice =
	| { kind: 'phase'; phase: string }
	| { kind: 'job'; id: string; state: string; progress: unknown }
	| { kind: 'people' }
	| { kind: 'meeting'; review: string; meeting: string }
	| { kind: 'incident'; id: string }
	| { kind: 'access'; may_write: boolean };

export type Message =
	| { kind: 'sync'; step: number; bytes: Uint8Array }
	| { kind: 'awareness'; bytes: Uint8Array }
	| { kind: 'saved'; count: number }
	| { kind: 'refused'; refused: Refused }
	| { kind: 'notice'; notice: Notice }
	| { kind: 'hello'; hello: Hello }
	| { kind: 'unknown' };

/** Reads one message. Throws when it is cut short or its JSON is broken. */
export function decode(bytes: Uint8Array): Message {
	const decoder = decoding.createDecoder(bytes);
	const json = <T>() => JSON.parse(decoding.readVarString(decoder)) as T;
	switch (decoding.readVarUint(decoder)) {
		case KIND.sync:
			return {
				kind: 'sync',
				step: decoding.readVarUint(decoder),
				bytes: decoding.readVarUint8Array(decoder),
			};
		case KIND.awareness:
			return { kind: 'awareness', bytes: decoding.readVarUint8Array(decoder) };
		case KIND.saved:
			return { kind: 'saved', count: decoding.readVarUint(decoder) };
		case KIND.refused:
			return { kind: 'refused', refused: json<Refused>() };
		case KIND.notice:
			return { kind: 'notice', notice: json<Notice>() };
		case KIND.hello:
			return { kind: 'hello', hello: json<Hello>() };
		default:
			// A newer server may say more than we understand.
			return { kind: 'unknown' };
	}
}

export function encodeSync(step: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return encoded((encoder) => {
		encoding.writeVarUint(encoder, KIND.sync);
		encoding.writeVarUint(encoder, step);
		encoding.writeVarUint8Array(encoder, bytes);
	});
}

export function encodeAwareness(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return encoded((encoder) => {
		encoding.writeVarUint(encoder, KIND.awareness);
		encoding.writeVarUint8Array(encoder, bytes);
	});
}

function encoded(write: (encoder: encoding.Encoder) => void): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>;
}
