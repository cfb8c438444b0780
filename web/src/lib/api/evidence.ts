import { api, type Query } from './api';
import { sourceNumber } from './source';
import type { Answer as Answered } from './types';

/** Severities from the worst to none; a histogram counts in this order. */
export const SEVERITIES = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'none'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** `from` and `to` are null where no record has a time. */
export type Histogram = Answered<'Histogram'>;
export type Record = Omit<Answered<'Record'>, 'severity'> & { severity: Severity | null };
export type RecordPage = Omit<Answered<'Page'>, 'items'> & { items: Record[] };
export type Facets = Answered<'Facets'>;
export type SeriesName = Answered<'MeasureName'>;
export type Series = Answered<'Lines'>;
export type TraceLine = Answered<'TraceLine'>;
export type Span = Answered<'SpanLine'>;
export type Original = Answered<'Excerpt'>;
export type Answer = Answered<'Answer'>;

const at = (id: string, path: string) => `/incidents/${id}/${path}`;

export const evidence = {
	histogram: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<Histogram>(at(id, 'histogram'), query, signal),
	records: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<RecordPage>(at(id, 'records'), query, signal),
	facets: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<Facets>(at(id, 'facets'), query, signal),
	seriesNames: (id: string) => api.get<{ items: SeriesName[] }>(at(id, 'series')).then((page) => page.items),
	series: (id: string, name: string, query: Query, signal?: AbortSignal) =>
		api.get<Series>(at(id, 'series'), { ...query, name }, signal),
	traces: (id: string, query: Query, signal?: AbortSignal) =>
		api.get<Answered<'TracesAnswer'>>(at(id, 'traces'), query, signal).then((page) => page.items),
	trace: (id: string, trace: string) =>
		api.get<Answered<'TraceAnswer'>>(at(id, `traces/${trace}`)).then(({ spans }) => spans),
	original: (id: string, source: string, from: number, to: number, context = 4) =>
		api.get<Original>(at(id, 'original'), { source: sourceNumber(source), from, to, context }),
	query: (id: string, sql: string, signal?: AbortSignal) => api.get<Answer>(at(id, 'query'), { sql }, signal),
};
