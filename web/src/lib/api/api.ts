import { ApiError, OFFLINE, type Trouble } from './trouble';

/** Where all calls go. */
export const BASE = '/api/v1';

export type Query = Record<string, string | number | boolean | string[] | null | undefined>;

interface Options {
	query?: Query;
	/** Sent as JSON. */
	json?: unknown;
	/** Sent as it is. */
	body?: BodyInit;
	signal?: AbortSignal;
	headers?: Record<string, string>;
}

/** The query string of `query`; what is null, undefined or empty is left out, a list is repeated. */
export function queryString(query: Query | undefined): string {
	const parts = new URLSearchParams();
	for (const [name, value] of Object.entries(query ?? {})) {
		if (value === null || value === undefined || value === '') continue;
		for (const one of Array.isArray(value) ? value : [value]) parts.append(name, String(one));
	}
	const text = parts.toString();
	return text ? `?${text}` : '';
}

/** The address of a call, to be used in links and pictures too. */
export function address(path: string, query?: Query): string {
	return BASE + path + queryString(query);
}

async function troubleOf(response: Response): Promise<Trouble> {
	const fallback = {
		code: `http_${response.status}`,
		message: `The server answered ${response.status} ${response.statusText}.`.trim(),
		status: response.status,
	};
	try {
		const told = (await response.json()) as Partial<Trouble>;
		return { ...fallback, ...told, status: response.status };
	} catch {
		// A proxy in between answers in its own words, often HTML.
		return fallback;
	}
}

/** One call. Throws `ApiError`; an aborted call throws the `AbortError` of the browser. */
export async function call(method: string, path: string, options: Options = {}): Promise<Response> {
	const headers: Record<string, string> = { ...options.headers };
	// The server takes no change by cookie without it: a form on another site cannot set a header.
	if (method !== 'GET' && method !== 'HEAD') headers['X-Postlude'] = '1';
	let body = options.body;
	if (options.json !== undefined) {
		headers['Content-Type'] = 'application/json';
		body = JSON.stringify(options.json);
	}
	let response: Response;
	try {
		response = await fetch(address(path, options.query), { method, headers, body, signal: options.signal });
	} catch (error) {
		if (options.signal?.aborted) throw error;
		throw new ApiError(OFFLINE);
	}
	if (!response.ok) throw new ApiError(await troubleOf(response));
	return response;
}

async function value<T>(response: Response): Promise<T> {
	if (response.status === 204) return undefined as T;
	const text = await response.text();
	return (text ? JSON.parse(text) : undefined) as T;
}

/** The calls by method; what comes back is JSON of the type asked for. */
export const api = {
	get: async <T>(path: string, query?: Query, signal?: AbortSignal) =>
		value<T>(await call('GET', path, { query, signal })),
	post: async <T = void>(path: string, json?: unknown, query?: Query) =>
		value<T>(await call('POST', path, { json, query })),
	put: async <T = void>(path: string, json?: unknown, query?: Query) =>
		value<T>(await call('PUT', path, { json, query })),
	patch: async <T = void>(path: string, json?: unknown) => value<T>(await call('PATCH', path, { json })),
	delete: async <T = void>(path: string) => value<T>(await call('DELETE', path)),
};
