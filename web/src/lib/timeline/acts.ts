import type { EntryState } from '$lib/review/types';
import { toasts } from '$lib/ui/toasts.svelte';
import type { Timeline } from './timeline.svelte';

/** What people do to entries. Each act is one step for undo. */
export class Acts {
	constructor(private readonly timeline: Timeline) {}

	get #document() {
		return this.timeline.document;
	}

	#targets(): string[] {
		return this.timeline.selection.targets(this.timeline.order);
	}

	next(step: number, extending = false) {
		const { selection, order } = this.timeline;
		selection.move(step, order, extending);
		this.timeline.show(selection.current);
		this.timeline.focus();
	}

	/** Picks, or takes the pick back where all are picked. */
	pick(targets = this.#targets()) {
		const picked = targets.every((id) => this.#document.entries.get(id)?.state === 'picked');
		this.#setState(targets, picked ? 'candidate' : 'picked', 'picked');
	}

	/** Hides, or shows again where all are hidden. */
	hide(targets = this.#targets()) {
		const hidden = targets.every((id) => this.#document.entries.get(id)?.state === 'hidden');
		this.#setState(targets, hidden ? 'candidate' : 'hidden', 'hidden');
	}

	/** Several: all into the first. One: marks it; the next ones are merged into it until Escape. */
	merge() {
		const { selection, order } = this.timeline;
		const targets = this.#targets();
		const into = targets.length > 1 ? targets[0] : selection.mergeInto;
		if (!into) {
			selection.mergeInto = targets[0] ?? null;
			return;
		}
		const others = targets.filter((id) => id !== into);
		if (others.length === 0) {
			selection.mergeInto = null;
			return;
		}
		const after = this.#after(others, order);
		this.#document.beginStep();
		this.#document.edit.entries.merge(others, into);
		selection.set(targets.length > 1 ? into : (after ?? into));
		this.timeline.show(selection.current);
		this.#say(others.length === 1 ? 'Merged.' : `${others.length} entries merged.`);
	}

	unmerge(id: string) {
		this.#document.beginStep();
		this.#document.edit.entries.unmerge(id);
	}

	undo() {
		if (this.#document.canUndo) this.#document.undo();
		else toasts.say('There is nothing of yours to undo.');
	}

	redo() {
		if (this.#document.canRedo) this.#document.redo();
	}

	#setState(targets: string[], state: EntryState, wanted: EntryState) {
		if (targets.length === 0) return;
		const { selection, order, look } = this.timeline;
		const after = this.#after(targets, order);
		this.#document.beginStep();
		for (const id of targets) this.#document.edit.entries.setState(id, state);
		// Going through candidates, the next one is wanted at once; whoever takes something back wants to see it.
		const leaves = look.states.size > 0 && !look.states.has(state);
		if (state === wanted || leaves) {
			if (after) selection.set(after);
			else if (leaves) selection.set(null);
			this.timeline.show(selection.current);
		}
		if (state === 'hidden') this.#say(targets.length === 1 ? 'Hidden.' : `${targets.length} entries hidden.`);
	}

	/** The entry after the last of `targets`, or else the one before the first. */
	#after(targets: string[], order: string[]): string | null {
		const last = order.indexOf(targets.at(-1) ?? '');
		const first = order.indexOf(targets[0] ?? '');
		return order[last + 1] ?? order[first - 1] ?? null;
	}

	#say(text: string) {
		toasts.say(text, { title: 'Undo', run: () => this.undo() });
	}
}
