import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A workbench that runs for the tests, with a data folder that goes with it. */
export interface Server {
	/** `http://127.0.0.1:PORT` */
	address: string;
	/** The link that it printed, which lets one browser in. */
	link: string;
	stop(): Promise<void>;
}

/** How long a debug build may take to say where it listens, in milliseconds. */
const STARTS_WITHIN = 30_000;

/** Starts `postlude serve`; `POSTLUDE_BIN` names the program. */
export async function start(...options: string[]): Promise<Server> {
	const program = process.env.POSTLUDE_BIN ?? join(import.meta.dirname, '../target/debug/postlude');
	const data = mkdtempSync(join(tmpdir(), 'postlude-e2e-'));
	const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...options], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-8000)));
	const link = await printedLink(child, () => said);
	return {
		address: new URL(link).origin,
		link,
		async stop() {
			const gone = new Promise((resolve) => child.once('exit', resolve));
			child.kill('SIGTERM');
			await gone;
			rmSync(data, { recursive: true, force: true });
		},
	};
}

function printedLink(child: ChildProcess, said: () => string): Promise<string> {
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error(`The server says nothing. ${said()}`)), STARTS_WITHIN);
		child.once('error', reject);
		child.once('exit', (code) => reject(new Error(`The server ended with ${code}. ${said()}`)));
		if (!child.stdout) return reject(new Error('The server has no standard output.'));
		createInterface(child.stdout).on('line', (line) => {
			const found = /https?:\/\/\S+/.exec(line);
			if (!found) return;
			clearTimeout(late);
			resolve(found[0]);
		});
	});
}
