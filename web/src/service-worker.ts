/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, files, version } from '$service-worker';

// Keeps the shell, so that a page opens while the server is away: the built files and the one document that they hang on.
// Never an answer of the API: what a review holds is kept by the page, for the person who may see it, until they log out.

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const SHELL = `postlude.shell.${version}`;
const DOCUMENT = '/';
/** What the server answers itself: data, and the link that lets a person in. */
const SERVER = /^\/(api|open)(\/|$)/;

const kept = new Set([...build, ...files]);

worker.addEventListener('install', (event) => {
	const keep = async () => (await caches.open(SHELL)).addAll([...kept, DOCUMENT]);
	event.waitUntil(keep());
});

// It takes over when the last page of the version before is closed: until then that version's files are still asked for.
worker.addEventListener('activate', (event) => {
	const begin = async () => {
		for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name);
		await worker.clients.claim();
	};
	event.waitUntil(begin());
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== worker.location.origin || SERVER.test(pathname)) return;
	if (request.mode === 'navigate') event.respondWith(documentOf(request));
	else if (kept.has(pathname)) event.respondWith(fileOf(request, pathname));
});

/** The document as the server has it now, which may be newer; the kept one when nobody answers. */
async function documentOf(request: Request): Promise<Response> {
	const fallback = async () => (await caches.open(SHELL)).match(DOCUMENT);
	try {
		const answer = await fetch(request);
		// A proxy in front answers in place of a server that is away.
		return answer.status < 500 ? answer : ((await fallback()) ?? answer);
	} catch (error) {
		const shell = await fallback();
		if (shell) return shell;
		throw error;
	}
}

/** Names of built files change with their content: what is kept is what would be fetched. */
async function fileOf(request: Request, pathname: string): Promise<Response> {
	return (await (await caches.open(SHELL)).match(pathname)) ?? fetch(request);
}
