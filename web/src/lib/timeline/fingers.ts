/** Follows two fingers on an element, and tells where they were and are: pixels from its left edge, in the order of touching. */
export function fingers(move: (before: [number, number], now: [number, number]) => void) {
	return (element: HTMLElement) => {
		const down = new Map<number, number>();
		const x = (event: PointerEvent) => event.clientX - element.getBoundingClientRect().left;
		const places = () => [...down.values()].slice(0, 2) as [number, number];
		const touch = (event: PointerEvent) => {
			if (event.pointerType !== 'touch') return;
			down.set(event.pointerId, x(event));
			// Both belong to this element from now on, wherever they go: none of them chooses what is under it.
			if (down.size === 2) for (const id of down.keys()) element.setPointerCapture(id);
		};
		const drag = (event: PointerEvent) => {
			if (!down.has(event.pointerId)) return;
			const before = places();
			down.set(event.pointerId, x(event));
			if (down.size === 2) move(before, places());
		};
		const lift = (event: PointerEvent) => down.delete(event.pointerId);
		const listeners = { pointerdown: touch, pointermove: drag, pointerup: lift, pointercancel: lift };
		const all = Object.entries(listeners) as [keyof typeof listeners, (event: PointerEvent) => void][];
		for (const [name, listener] of all) element.addEventListener(name, listener);
		return () => {
			for (const [name, listener] of all) element.removeEventListener(name, listener);
		};
	};
}
