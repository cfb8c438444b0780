/** A choice of buckets, from a first to a last, both included; by pointer or by keys. */
export interface Brush {
	anchor: number;
	head: number;
}

/** First and last bucket of a brush, in order. */
export function span(brush: Brush): [number, number] {
	return brush.anchor <= brush.head ? [brush.anchor, brush.head] : [brush.head, brush.anchor];
}

/**
 * The brush after a key: arrows move the cursor, with Shift they stretch it, Home and End go to the ends. Null when the
 * key means nothing here.
 */
export function moved(brush: Brush | null, key: string, shift: boolean, buckets: number): Brush | null {
	const steps: Record<string, number> = {
		ArrowLeft: -1,
		ArrowRight: 1,
		PageUp: -10,
		PageDown: 10,
		Home: -Infinity,
		End: Infinity,
	};
	const step = steps[key];
	if (step === undefined || buckets === 0) return null;
	const from = brush?.head ?? (step < 0 ? buckets : -1);
	const head = Math.max(0, Math.min(buckets - 1, from + step));
	return { anchor: shift && brush ? brush.anchor : head, head };
}
