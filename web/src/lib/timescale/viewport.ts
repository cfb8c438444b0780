/** The first place in `sorted` with a value of at least `wanted`. */
export function lowerBound(sorted: ArrayLike<number>, wanted: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((sorted[middle] ?? Infinity) < wanted) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * Which of the boxes with the upper edges `tops` (never falling) touch the stretch from `from` to `to`: the first, and the
 * one after the last. `tallest` is the height of the tallest of them.
 */
export function inView(tops: ArrayLike<number>, tallest: number, from: number, to: number): [number, number] {
	return [lowerBound(tops, from - tallest), lowerBound(tops, to)];
}

/** Where to scroll so that a box is seen with `margin` around it; the present place when it is seen already. */
export function reveal(
	box: { top: number; height: number },
	view: { top: number; height: number },
	margin: number,
): number {
	if (box.top - margin < view.top) return Math.max(0, box.top - margin);
	const bottom = box.top + box.height + margin;
	return bottom > view.top + view.height ? bottom - view.height : view.top;
}
