/** A short message at the edge of the page, with at most one thing to do about it. */
export interface Toast {
	id: number;
	text: string;
	action?: { title: string; run: () => void };
}

/** How long a message stays, in milliseconds; one that offers something stays until it can be reached by keyboard. */
const PLAIN = 5_000;
const WITH_ACTION = 12_000;

class Toasts {
	list: Toast[] = $state([]);
	#last = 0;

	/** Shows `text`. Nothing that must be read goes here: it passes. */
	say(text: string, action?: Toast['action']) {
		const id = ++this.#last;
		this.list.push({ id, text, action });
		setTimeout(() => this.dismiss(id), action ? WITH_ACTION : PLAIN);
	}

	dismiss(id: number) {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
