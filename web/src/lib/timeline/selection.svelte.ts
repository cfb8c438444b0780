import { SvelteSet } from 'svelte/reactivity';

/** Which entries the next act is about. */
export class Selection {
	/** The one that the keys move. */
	current: string | null = $state(null);
	/** Several, when shift was held; the current one is among them. */
	readonly several = new SvelteSet<string>();
	/** Into which one others are merged. */
	mergeInto: string | null = $state(null);
	/** Which one is edited in place. */
	editing: string | null = $state(null);

	/** What an act is about: several, or the current one; in the order of `order`. */
	targets(order: string[]): string[] {
		if (this.several.size > 0) return order.filter((id) => this.several.has(id));
		return this.current ? [this.current] : [];
	}

	set(id: string | null) {
		this.several.clear();
		this.current = id;
	}

	/** Selects everything from the current one to `id`. */
	extend(id: string, order: string[]) {
		const from = order.indexOf(this.current ?? id);
		const to = order.indexOf(id);
		if (from < 0 || to < 0) return this.set(id);
		for (const between of order.slice(Math.min(from, to), Math.max(from, to) + 1)) this.several.add(between);
		this.current = id;
	}

	/** Adds or takes away one, for control and click. */
	toggle(id: string) {
		if (this.several.size === 0 && this.current && this.current !== id) this.several.add(this.current);
		if (!this.several.delete(id)) this.several.add(id);
		this.current = id;
	}

	/** Moves by `step` in `order`, from the first when there is no current one; true when it moved. */
	move(step: number, order: string[], extending = false): boolean {
		const at = this.current ? order.indexOf(this.current) : -1;
		const wanted = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
		const next = order[Math.min(Math.max(wanted, 0), order.length - 1)];
		if (next === undefined || next === this.current) return false;
		if (extending) this.extend(next, order);
		else this.set(next);
		return true;
	}

	/** Takes back the latest of what can be taken back; false when there is nothing. */
	clear(): boolean {
		if (this.editing) this.editing = null;
		else if (this.mergeInto) this.mergeInto = null;
		else if (this.several.size > 0) this.several.clear();
		else return false;
		return true;
	}
}
