import { api, type Items, type Query } from './api';
import { sourceName, sourceNumber } from './source';

/** Severities from the worst to none; a histogram counts in this order. */
export const SEVERITIES = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `from` and `to` are null where no record has a time. */
export interface Histogram {
	from: string | null;
	to: string | null;
	step_s: number;
	severities: Severity[];
	/** For each bucket, counts by severity. */
	counts: number[][];
	total: number;
	/** Records without a time, which are in no bucket. */
	undated?: number;
}

export interface Record {
	/** Position in time order within the filter. */
	rank: number;
	kind?: string;
	time: string | null;
	severity: Severity | null;
	service: string | null;
	body: string;
	/** Its text. */
	template: string | null;
	template_id?: string | null;
	source: string;
	path: string;
	line: number;
	bytes: [number, number];
	trace_id: string | null;
	span_id: string | null;
	attributes: { [name: string]: unknown };
}

export interface RecordPage {
	total: number;
	/** Where the answer to `around` or `byte` begins. */
	rank?: number;
	items: Record[];
}

export interface Facets {
	services: { name: string | null; records: number }[];
	templates: { id: string; text: string; records: number; severity: Severity | null }[];
	sources: { id: string; path?: string; records: number }[];
	severities?: { name: Severity; records: number }[];
}

export interface SeriesName {
	name: string;
	service?: string | null;
	unit: string | null;
	/** How many lines it has, one for each set of labels. */
	lines: number;
}

export interface Series {
	name: string;
	unit: string | null;
	/** Points are [milliseconds since 1970, value, least, most]. */
	lines: { labels: { [name: string]: string }; points: [number, number, number, number][] }[];
}

export interface TraceLine {
	trace_id: string;
	name: string;
	service: string | null;
	start: string | null;
	duration_s: number | null;
	spans: number;
	failed?: number;
	errors?: number;
}

export interface Span {
	span_id: string;
	parent_id: string | null;
	service: string | null;
	name: string;
	start: string | null;
	duration_s: number | null;
	status: string | null;
	source: string;
	bytes: [number, number];
}

export interface Original {
	path: string;
	format: string;
	line?: number | null;
	text: string;
	before: string[];
	after: string[];
	bytes: [number, number];
	binary: boolean;
}

export interface Answer {
	columns: (string | { name: string; kind?: string })[];
	rows: unknown[][];
	truncated: boolean;
}

const at = (id: string, path: string) => `/incidents/${id}/${path}`;

function named<T extends { source: string | number }>(one: T): T & { source: string } {
	return { ...one, source: sourceName(one.source) };
}

export const evidence = {
	histogram: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<Histogram>(at(id, 'histogram'), query, signal),
	async records(id: string, query: Query, signal?: AbortSignal): Promise<RecordPage> {
		const page = await api.get<RecordPage>(at(id, 'records'), query, signal);
		return { ...page, items: page.items.map(named) };
	},
	facets: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<Facets>(at(id, 'facets'), query, signal),
	seriesNames: (id: string) => api.get<Items<SeriesName>>(at(id, 'series')).then((page) => page.items),
	series: (id: string, name: string, query: Query, signal?: AbortSignal) =>
		api.get<Series>(at(id, 'series'), { ...query, name }, signal),
	traces: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<Items<TraceLine>>(at(id, 'traces'), query, signal).then((page) => page.items),
	async trace(id: string, trace: string): Promise<Span[]> {
		const answer = await api.get<{ spans: Span[] } | { items: Span[] } | Span[]>(at(id, `traces/${trace}`));
		const spans = Array.isArray(answer) ? answer : 'spans' in answer ? answer.spans : answer.items;
		return spans.map(named);
	},
	original: (id: string, source: string, from: number, to: number, context = 4) =>
		api.get<Original>(at(id, 'original'), { source: sourceNumber(source), from, to, context }),
	query: (id: string, sql: string, signal?: AbortSignal) => api.get<Answer>(at(id, 'query'), { sql }, signal),
};
