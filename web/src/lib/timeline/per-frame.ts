/**
 * Gathers turns of a wheel, which come faster than pages are drawn, and passes them on once a frame: their product, and
 * the latest place.
 */
export function perFrame(turn: (factor: number, at: number) => void): (factor: number, at: number) => void {
	let waiting: { factor: number; at: number } | null = null;
	return (factor, at) => {
		if (waiting) {
			waiting.factor *= factor;
			waiting.at = at;
			return;
		}
		waiting = { factor, at };
		requestAnimationFrame(() => {
			const now = waiting;
			waiting = null;
			if (now) turn(now.factor, now.at);
		});
	};
}
