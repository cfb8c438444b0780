import { isZone } from './format';

export type ZoneChoice = 'utc' | 'mine' | 'incident';

const STORED = 'postlude.zone';

/** In which zone all times of the page are told. */
class Zone {
	choice: ZoneChoice = $state(stored());
	/** The zone in which the incident is told (`meta.zone` of the open review), if it names one. */
	incident: string | null = $state(null);
	readonly mine = Intl.DateTimeFormat().resolvedOptions().timeZone;

	/** The IANA name that is in force. */
	readonly name: string = $derived.by(() => {
		if (this.choice === 'mine') return this.mine;
		if (this.choice === 'incident' && this.incident && isZone(this.incident)) return this.incident;
		return 'UTC';
	});

	choose(choice: ZoneChoice) {
		this.choice = choice;
		try {
			localStorage.setItem(STORED, choice);
		} catch {
			// Not kept, then; it still holds for this page.
		}
	}

	/** The next of the three, for the key. */
	turn() {
		const order: ZoneChoice[] = ['utc', 'mine', 'incident'];
		this.choose(order[(order.indexOf(this.choice) + 1) % order.length] ?? 'utc');
	}
}

function stored(): ZoneChoice {
	try {
		const choice = localStorage.getItem(STORED);
		if (choice === 'mine' || choice === 'incident') return choice;
	} catch {
		// As if nothing had been kept.
	}
	return 'utc';
}

export const zone = new Zone();
