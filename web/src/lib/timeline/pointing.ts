import type { Presence } from '$lib/review/types';
import type { Timeline } from './timeline.svelte';

export interface Place {
	x: number;
	y: number;
}

type Cursor = NonNullable<Presence['cursor']>;

/** Others are told where somebody points at most this often, in milliseconds. */
const EVERY = 80;

/**
 * For the element on which somebody points: tells others where, as `say` puts it, and on leaving only at which entry. The
 * places are of what is shown, never of the screen: everybody has their own zoom.
 */
export function pointing(timeline: Timeline, say: (place: Place, box: DOMRect) => Partial<Cursor> | null) {
	const { selection, document } = timeline;
	const entry = () => (selection.current ? { entry: selection.current } : {});
	return (element: HTMLElement) => {
		let shownAt = 0;
		const move = (event: PointerEvent) => {
			if (event.timeStamp - shownAt < EVERY || event.pointerType !== 'mouse') return;
			shownAt = event.timeStamp;
			const box = element.getBoundingClientRect();
			const place = say({ x: event.clientX - box.left, y: event.clientY - box.top }, box);
			if (place) document.presence.show({ cursor: { ...entry(), ...place } });
		};
		const leave = () => document.presence.show({ cursor: selection.current ? entry() : null });
		element.addEventListener('pointermove', move);
		element.addEventListener('pointerleave', leave);
		return () => {
			element.removeEventListener('pointermove', move);
			element.removeEventListener('pointerleave', leave);
		};
	};
}

/** A share that is exact enough for a pointer. */
export function share(part: number, whole: number): number {
	return Math.round((part / Math.max(whole, 1)) * 1000) / 1000;
}
