import type { Span } from '$lib/api/evidence';
import { milliseconds } from '$lib/zone/moment';

export interface Bar {
	span: Span;
	depth: number;
	/** Where it begins and how long it is, as shares of the whole trace. */
	left: number;
	width: number;
}

/** Spans as rows: callers before callees, siblings by their beginning. A span whose caller is missing stands at the left. */
export function waterfall(spans: Span[]): { bars: Bar[]; seconds: number } {
	const start = (span: Span) => milliseconds(span.start);
	const dated = spans.filter((span) => !Number.isNaN(start(span)));
	const first = Math.min(...dated.map(start));
	const last = Math.max(...dated.map((span) => start(span) + (span.duration_s ?? 0) * 1000));
	const whole = Math.max(last - first, 1e-6);

	const ids = new Set(dated.map((span) => span.span_id));
	const children = new Map<string | null, Span[]>();
	for (const span of [...dated].sort((left, right) => start(left) - start(right))) {
		const parent =
			span.parent_id && ids.has(span.parent_id) && span.parent_id !== span.span_id ? span.parent_id : null;
		const list = children.get(parent);
		if (list) list.push(span);
		else children.set(parent, [span]);
	}

	const bars: Bar[] = [];
	const done = new Set<Span>();
	// Those that nothing calls, then what is left: spans that call each other in a circle.
	for (const root of [...(children.get(null) ?? []), ...dated]) {
		// A stack of our own: evidence may hold chains of any depth.
		const stack = [{ span: root, depth: 0 }];
		for (let next = stack.pop(); next; next = stack.pop()) {
			const { span, depth } = next;
			if (done.has(span)) continue;
			done.add(span);
			const width = ((span.duration_s ?? 0) * 1000) / whole;
			bars.push({ span, depth, left: (start(span) - first) / whole, width });
			const below = children.get(span.span_id) ?? [];
			for (const child of below.toReversed()) stack.push({ span: child, depth: depth + 1 });
		}
	}
	return { bars, seconds: dated.length > 0 ? whole / 1000 : 0 };
}
