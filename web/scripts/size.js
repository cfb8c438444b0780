// Prints how much JavaScript each page of the built site loads first, compressed, and fails over the budget.
// Vite's manifest of the client says which chunks a page imports statically; what is imported when needed is not counted.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 300 * 1024;
const output = '.svelte-kit/output/client';
const manifest = JSON.parse(readFileSync(`${output}/.vite/manifest.json`, 'utf8'));
const app = Object.values(manifest).find((chunk) => chunk.name === 'entry/app');
const start = Object.values(manifest).find((chunk) => chunk.name === 'entry/start');

/** All files that `chunk` imports statically, itself included. */
function files(chunk, seen = new Set()) {
	if (!chunk || seen.has(chunk.file)) return seen;
	seen.add(chunk.file);
	for (const key of chunk.imports ?? []) files(manifest[key], seen);
	return seen;
}

const common = new Set([...files(app), ...files(start)]);
const nodes = Object.entries(manifest).filter(([, chunk]) => chunk.name?.startsWith('nodes/'));
// Every layout counts for every page: which page lies in which is not in the manifest, and too much is the safe side.
for (const [, chunk] of nodes) if (/nodes\/[0-3]$/.test(chunk.name ?? '')) files(chunk, common);

let worst = 0;
for (const [key, chunk] of nodes) {
	const all = files(chunk, new Set(common));
	let size = 0;
	for (const file of all)
		if (file.endsWith('.js')) size += gzipSync(readFileSync(`${output}/${file}`)).length;
	worst = Math.max(worst, size);
	console.log(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${key} (${all.size} files)`);
}
if (worst > BUDGET) {
	console.error(`A page loads ${(worst / 1024).toFixed(0)} KiB first; the budget is ${BUDGET / 1024} KiB.`);
	process.exit(1);
}
