import { flushSync, tick } from 'svelte';
import { reveal } from '$lib/timescale/viewport';

/** What is drawn moves on in steps of this many pixels, so that scrolling within one draws nothing. */
const CHUNK = 240;

/** The part of the page in which the timeline scrolls. */
export class Viewport {
	top = $state(0);
	height = $state(0);
	width = $state(0);
	#element: HTMLElement | null = null;

	/** From where to where things are drawn: what is seen, and a chunk around it. */
	readonly drawn = $derived.by(() => {
		const from = (Math.floor(this.top / CHUNK) - 1) * CHUNK;
		return { from, to: from + (Math.ceil(this.height / CHUNK) + 3) * CHUNK };
	});
	readonly #from = $derived(this.drawn.from);
	readonly #to = $derived(this.drawn.to);

	/** The same as `drawn`, as numbers that only change with a chunk. */
	get from(): number {
		return this.#from;
	}

	get to(): number {
		return this.#to;
	}

	/** For `{@attach}` on the element that scrolls. */
	attach = (element: HTMLElement) => {
		this.#element = element;
		const measure = () => {
			this.height = element.clientHeight;
			this.width = element.clientWidth;
		};
		const scrolled = () => (this.top = element.scrollTop);
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		element.addEventListener('scroll', scrolled, { passive: true });
		measure();
		return () => {
			observer.disconnect();
			element.removeEventListener('scroll', scrolled);
			this.#element = null;
		};
	};

	/** Scrolls there, after what changed meanwhile has been drawn. */
	async scrollTo(top: number, smooth = false) {
		await tick();
		this.#element?.scrollTo({ top, behavior: smooth ? 'smooth' : 'instant' });
		if (this.#element && !smooth) this.top = this.#element.scrollTop;
	}

	/** Draws what changed and scrolls there in one, so that nothing is drawn for the place before. */
	jump(top: number) {
		this.top = Math.max(0, top);
		flushSync();
		this.#element?.scrollTo({ top, behavior: 'instant' });
	}

	/** Gives the keyboard to the card of `id`, where it is drawn. */
	async focus(id: string | null) {
		await tick();
		const cards = this.#element?.querySelectorAll<HTMLElement>('[data-entry]') ?? [];
		[...cards].find((card) => card.dataset.entry === id)?.focus({ preventScroll: true });
	}

	show(box: { top: number; height: number }, margin = 72) {
		const top = reveal(box, { top: this.top, height: this.height }, margin);
		if (top !== this.top) void this.scrollTo(top);
	}
}
