import type { Dropped } from './walk';

/** Where the bytes go; the real one is the server, tests give one that fails at will. */
export interface Receiver {
	/** Appends `piece` at `offset` of the file `path`, which will have `size` bytes; how many there are then. */
	send(path: string, piece: Blob, offset: number, size: number): Promise<number>;
	/** How much of the file is there already; 0 when nothing is. */
	offset(path: string): Promise<number>;
}

export interface UploadProgress {
	files: number;
	doneFiles: number;
	bytes: number;
	doneBytes: number;
	/** Waiting for the server to come back, since so many tries. */
	retries: number;
}

export interface UploadSetup {
	receiver: Receiver;
	progress: (now: UploadProgress) => void;
	/** Whether an error may pass by itself. */
	mayPass: (error: unknown) => boolean;
	wait: (milliseconds: number) => Promise<void>;
	signal?: AbortSignal;
}

/** Bytes of one request: small enough that a cut costs little, large enough that requests do not count. */
export const PIECE = 8 * 1024 * 1024;
/** Files on their way at once. */
const LANES = 3;
const LONGEST_WAIT = 15_000;
const TRIES = 40;

/** Sends all files, going on after every cut where the server says that it stands. Throws what does not pass. */
export async function upload(files: Dropped[], setup: UploadSetup): Promise<void> {
	const progress: UploadProgress = {
		files: files.length,
		doneFiles: 0,
		bytes: files.reduce((sum, { file }) => sum + file.size, 0),
		doneBytes: 0,
		retries: 0,
	};
	const tell = () => setup.progress({ ...progress });
	tell();
	const rest = files.values();
	const lane = async () => {
		for (const file of rest) {
			await one(file, setup, progress, tell);
			progress.doneFiles += 1;
			tell();
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));
}

async function one({ path, file }: Dropped, setup: UploadSetup, progress: UploadProgress, tell: () => void) {
	let offset = 0;
	let tries = 0;
	const reached = (now: number) => {
		progress.doneBytes += now - offset;
		offset = now;
		tell();
	};
	do {
		setup.signal?.throwIfAborted();
		try {
			if (tries > 0) reached(Math.min(await setup.receiver.offset(path), file.size));
			if (tries > 0 && offset >= file.size && file.size > 0) break;
			reached(await setup.receiver.send(path, file.slice(offset, offset + PIECE), offset, file.size));
			tries = 0;
			progress.retries = 0;
		} catch (error) {
			if (!setup.mayPass(error) || tries >= TRIES) throw error;
			progress.retries = ++tries;
			tell();
			await setup.wait(Math.min(LONGEST_WAIT, 500 * 2 ** (tries - 1)));
			continue;
		}
	} while (offset < file.size || tries > 0);
}
