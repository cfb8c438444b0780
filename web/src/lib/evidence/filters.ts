import type { Severity } from '$lib/api/evidence';
import type { Query } from '$lib/api/api';
import { sourceNumber } from '$lib/api/source';

/** Which records are looked at; what is empty lets everything through. */
export interface Filters {
	from: string | null;
	to: string | null;
	services: string[];
	severities: Severity[];
	template: string | null;
	source: string | null;
	text: string;
}

/** From a moment, and before another. */
export interface Span {
	from: string;
	to: string;
}

export const NONE: Filters = {
	from: null,
	to: null,
	services: [],
	severities: [],
	template: null,
	source: null,
	text: '',
};

/** As the server takes it. */
export function asQuery(filters: Filters): Query {
	return {
		from: filters.from,
		to: filters.to,
		service: filters.services,
		severity: filters.severities,
		template: filters.template,
		source: filters.source && sourceNumber(filters.source),
		text: filters.text,
	};
}

/** Whether anything but the time is chosen. */
export function narrows(filters: Filters): boolean {
	const { services, severities, template, source, text } = filters;
	return services.length + severities.length > 0 || template !== null || source !== null || text !== '';
}

/** Adds what is not there, takes away what is. */
export function toggled<T>(list: T[], one: T): T[] {
	return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}

/** A citation in the address of the page: `?source=s9&from=18210&to=18395`. */
export interface Cited {
	source: string;
	from: number;
	to: number;
}

export function citedIn(address: URLSearchParams): Cited | null {
	const source = address.get('source');
	const [from, to] = [Number(address.get('from')), Number(address.get('to'))];
	if (!source || !Number.isInteger(from) || !Number.isInteger(to) || to < from) return null;
	return { source, from, to };
}

/** The address of a citation below a review. */
export function citationAddress(review: string, { source, from, to }: Cited): string {
	return `/reviews/${review}/evidence?source=${encodeURIComponent(source)}&from=${from}&to=${to}`;
}
