import { SvelteMap } from 'svelte/reactivity';
import * as Y from 'yjs';

type Stored = Y.Map<unknown> | Record<string, unknown>;

/**
 * A root map of the document as plain values by id. One change makes one value anew; who reads another id is not
 * disturbed, who reads the whole list is.
 */
export class Keyed<T> {
	readonly #read: (id: string, stored: Stored) => T;
	readonly #values = new SvelteMap<string, T>();
	/** The same values, so that reading all of them is reading one thing and not thousands. */
	readonly #plain = new Map<string, T>();
	#all: T[] = $state.raw([]);
	#stop: (() => void) | null = null;

	constructor(read: (id: string, stored: Stored) => T) {
		this.#read = read;
	}

	/** Follows `map` from now on, in place of what was followed before. */
	follow(map: Y.Map<unknown>) {
		this.#stop?.();
		const observe = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => this.#changed(map, events);
		map.observeDeep(observe);
		this.#stop = () => map.unobserveDeep(observe);
		this.#values.clear();
		this.#plain.clear();
		for (const id of map.keys()) this.#take(map, id);
		this.#all = [...this.#plain.values()];
	}

	/** Shows `objects` and follows nothing: how a map was at some time. */
	show(objects: Record<string, unknown>) {
		this.stop();
		this.#values.clear();
		this.#plain.clear();
		for (const [id, stored] of Object.entries(objects)) this.#put(id, stored);
		this.#all = [...this.#plain.values()];
	}

	stop() {
		this.#stop?.();
		this.#stop = null;
	}

	#changed(map: Y.Map<unknown>, events: Y.YEvent<Y.AbstractType<unknown>>[]) {
		const ids = new Set<string>();
		for (const event of events) {
			if (event.target === (map as Y.AbstractType<unknown>)) for (const id of event.keys.keys()) ids.add(id);
			else ids.add(String(event.path[0]));
		}
		for (const id of ids) this.#take(map, id);
		this.#all = [...this.#plain.values()];
	}

	#take(map: Y.Map<unknown>, id: string) {
		this.#put(id, map.get(id));
	}

	#put(id: string, stored: unknown) {
		// What is no object was written by something that knows a schema we do not.
		if (stored instanceof Y.Map || (stored && typeof stored === 'object')) {
			const value = this.#read(id, stored as Stored);
			this.#values.set(id, value);
			this.#plain.set(id, value);
		} else {
			this.#values.delete(id);
			this.#plain.delete(id);
		}
	}

	get(id: string | null | undefined): T | undefined {
		return id ? this.#values.get(id) : undefined;
	}

	/** All values, in no order that means anything. */
	get all(): T[] {
		return this.#all;
	}

	get size(): number {
		return this.#all.length;
	}
}
