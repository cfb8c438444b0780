import { Awareness } from 'y-protocols/awareness';
import type { Presence } from './types';

/** Colours of people, each readable under white and dark text alike; which one is told by the id. */
const COLOURS = ['#2f6f9f', '#8a5a00', '#5b3f93', '#2c6140', '#9a4b00', '#0b5f6b', '#7a3b69', '#4d5b2a'];

/** The colour of a person: always the same for the same id. */
export function colourOf(person: string): string {
	let sum = 0;
	for (const character of person) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
	return COLOURS[sum % COLOURS.length] ?? '#2f6f9f';
}

/** Who else looks at the review now, and where. */
export class People {
	#awareness: Awareness | null = null;
	#mine = '';
	#others: { client: number; presence: Presence }[] = $state.raw([]);

	/** Follows another copy of the document; what this person shows goes on. */
	follow(awareness: Awareness, mine: Presence) {
		this.#mine = mine.person;
		const shown = this.#awareness?.getLocalState() ?? mine;
		this.#awareness?.off('change', this.#look);
		this.#awareness = awareness;
		awareness.setLocalState(shown);
		awareness.on('change', this.#look);
		this.#look();
	}

	/** Every other page that is open: one person may have two. */
	get others(): { client: number; presence: Presence }[] {
		return this.#others;
	}

	/** Every other person once; not this one, who may have two pages open. */
	get present(): Presence[] {
		const people = new Map<string, Presence>();
		for (const { presence } of this.#others)
			if (!people.has(presence.person)) people.set(presence.person, presence);
		people.delete(this.#mine);
		return [...people.values()];
	}

	/** Shows others where this person is; fields that are not given stay. */
	show(change: Partial<Pick<Presence, 'page' | 'cursor' | 'selection'>>) {
		const now = this.#awareness?.getLocalState();
		if (now) this.#awareness?.setLocalState({ ...now, ...change });
	}

	#look = () => {
		const awareness = this.#awareness;
		if (!awareness) return;
		this.#others = [...awareness.getStates()]
			.filter(([client, state]) => client !== awareness.clientID && typeof state.person === 'string')
			.map(([client, state]) => ({ client, presence: state as Presence }))
			.sort((left, right) => left.client - right.client);
	};
}
