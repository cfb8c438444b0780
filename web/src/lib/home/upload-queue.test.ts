import { describe, expect, test } from 'vitest';
import { PIECE, upload, type Receiver, type UploadProgress } from './upload-queue';
import { titleFrom, type Dropped } from './walk';

class Away extends Error {}

/** A server in memory that cuts connections when told to. */
class Memory implements Receiver {
	files = new Map<string, string>();
	requests = 0;

	constructor(
		readonly cut: (request: number) => 'before' | 'midway' | 'after' | null = () => null,
		readonly error = new Away(),
	) {}

	async send(path: string, piece: Blob, offset: number): Promise<number> {
		const cut = this.cut(++this.requests);
		if (cut === 'before') throw this.error;
		const now = this.files.get(path) ?? '';
		expect(offset).toBe(now.length);
		const text = await piece.text();
		this.files.set(path, now + (cut === 'midway' ? text.slice(0, Math.ceil(text.length / 2)) : text));
		if (cut) throw this.error;
		return (this.files.get(path) ?? '').length;
	}

	async offset(path: string): Promise<number> {
		return (this.files.get(path) ?? '').length;
	}
}

function dropped(path: string, text: string): Dropped {
	return { path, file: new File([text], path) };
}

async function send(files: Dropped[], receiver: Receiver) {
	const told: UploadProgress[] = [];
	await upload(files, {
		receiver,
		progress: (now) => told.push(now),
		mayPass: (error) => error instanceof Away,
		wait: async () => {},
	});
	return told;
}

const large = 'x'.repeat(PIECE + 1000);

describe('files arrive whole', () => {
	test.each<[string, (request: number) => 'before' | 'midway' | 'after' | null]>([
		['without a cut', () => null],
		['cut before anything arrives', (request) => (request % 2 ? 'before' : null)],
		['cut midway', (request) => (request % 3 === 1 ? 'midway' : null)],
		['cut when all had arrived', (request) => (request % 2 ? 'after' : null)],
	])('%s', async (_, cut) => {
		const receiver = new Memory(cut);
		const files = [dropped('a', large), dropped('b/c', 'small'), dropped('empty', ''), dropped('d', 'more')];
		const told = await send(files, receiver);
		expect(Object.fromEntries([...receiver.files].map(([path, text]) => [path, text.length]))).toEqual({
			a: large.length,
			'b/c': 5,
			empty: 0,
			d: 4,
		});
		expect(told.at(-1)).toMatchObject({
			files: 4,
			doneFiles: 4,
			bytes: large.length + 9,
			doneBytes: large.length + 9,
		});
	});
});

test('what does not pass by itself is told at once', async () => {
	const receiver = new Memory(() => 'before', new Error('too large'));
	await expect(send([dropped('a', 'x')], receiver)).rejects.toThrow('too large');
	expect(receiver.requests).toBe(1);
});

test('a server that stays away is given up at last', async () => {
	await expect(send([dropped('a', 'x')], new Memory(() => 'before'))).rejects.toThrow(Away);
});

describe('a title from the name of what was dropped', () => {
	test.each<[string, string]>([
		['2026-11-22_checkout-slow.tar.gz', 'Checkout slow'],
		['incident', 'Incident'],
		['20261122', ''],
		['db.outage.zip', 'Db outage'],
		['', ''],
	])('%s', (name, expected) => {
		expect(titleFrom(name)).toBe(expected);
	});
});
