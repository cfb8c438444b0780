/** The timeline as the machine drafted it: the format `postlude-timeline/1`, which programs read too. */

/** A place in a source: the bytes from the first to before the second. */
export interface Citation {
	source: string;
	bytes: [number, number];
	path?: string;
	line?: number;
}

export interface Plot {
	[field: string]: unknown;
}

export interface TimelineEntry {
	id: string;
	time: string;
	end: string | null;
	time_error_s: number;
	kind: string;
	service: string | null;
	title: string;
	reason: string;
	score: number;
	evidence: Citation[];
	plot: Plot | null;
	known: { time: string; by: string; how: string; lag_s: number; evidence: Citation[] } | null;
	message_kind: string | null;
	order_undecided_with: string[];
}

export interface Lead {
	service: string | null;
	change: string | null;
	since: string;
	score: number;
	reason: string;
	entries: string[];
	supports?: { sign: string; log_odds: number; text: string }[];
	against?: { sign: string; log_odds: number; text: string }[];
	missing?: (string | { text: string })[];
}

export interface Timeline {
	format: 'postlude-timeline/1';
	window: { start: string | null; end: string | null };
	entries: TimelineEntry[];
	leads: Lead[];
}
