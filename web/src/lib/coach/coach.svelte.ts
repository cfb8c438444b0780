import { api } from '$lib/api/api';
import type { Items, Remark } from '$lib/api/types';
import { mark } from './remarks';

const SWITCH = 'postlude.coach';
const LEFT = 'postlude.coach.left';

/** More remarks that were left alone are not remembered; the oldest is forgotten first. */
const REMEMBERED = 500;

/** What is being written, as the server knows it. */
export type CoachMoment = 'telling' | 'factors' | 'actions' | 'writing';

/** The language coach of this browser: whether it is on, and which of its remarks were left alone. Nobody else knows of either. */
class Coach {
	on = $state(read(SWITCH) !== 'off');
	/** Marks, not sentences: what somebody typed does not stay in a browser that others use. */
	#left: string[] = $state.raw(list(read(LEFT)));

	turn(on: boolean) {
		this.on = on;
		keep(SWITCH, on ? null : 'off');
	}

	isLeft(remark: Remark, text: string): boolean {
		return this.#left.includes(mark(remark, text));
	}

	/** Leaves one sentence alone about one habit. */
	leave(remark: Remark, text: string) {
		this.#left = [...this.#left, mark(remark, text)].slice(-REMEMBERED);
		keep(LEFT, JSON.stringify(this.#left));
	}

	/** What could be said otherwise in `text`; nothing while the server is away. */
	async read(text: string, moment: CoachMoment): Promise<Remark[]> {
		try {
			const { items } = await api.post<Items<Remark>>('/coach', { text, moment, markdown: true });
			return items;
		} catch {
			// Whoever types is not disturbed by a coach that cannot answer.
			return [];
		}
	}
}

function read(name: string): string | null {
	try {
		return localStorage.getItem(name);
	} catch {
		return null;
	}
}

function list(stored: string | null): string[] {
	try {
		const value: unknown = JSON.parse(stored ?? '[]');
		return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
	} catch {
		return [];
	}
}

function keep(name: string, value: string | null) {
	try {
		if (value === null) localStorage.removeItem(name);
		else localStorage.setItem(name, value);
	} catch {
		// It holds until the page is left.
	}
}

export const coach = new Coach();
