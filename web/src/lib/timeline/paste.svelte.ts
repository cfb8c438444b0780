import { reviews } from '$lib/api/reviews';
import type { PastedLine } from '$lib/api/types';
import { trouble, type Trouble } from '$lib/api/trouble';
import type { NewEntry } from '$lib/review/edit/entries';

/** How long to wait for more text before asking, in milliseconds. */
const PAUSE = 250;
/** As in crates/collab/SCHEMA.md; what is longer goes on in the text. */
const LONGEST_TITLE = 500;

/** Pasted lines on their way to become entries: the server reads the times, people see what it read. */
export class Paste {
	text = $state('');
	zone = $state('UTC');
	date = $state('');
	lines: PastedLine[] = $state.raw([]);
	trouble: Trouble | null = $state.raw(null);
	busy = $state(false);
	readonly dated = $derived(this.lines.filter(({ time }) => time !== null));
	#timer: ReturnType<typeof setTimeout> | undefined;
	#asked = 0;

	constructor(
		private readonly review: string,
		zone: string,
		date: string,
	) {
		this.zone = zone;
		this.date = date;
	}

	/** Asks anew, a moment after the last change. */
	ask() {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#run(), PAUSE);
	}

	async #run() {
		const asked = ++this.#asked;
		if (!this.text.trim()) {
			this.lines = [];
			return;
		}
		this.busy = true;
		try {
			const lines = await reviews.lines(this.review, this.text, this.zone, this.date);
			// An answer to what was there before comes too late.
			if (asked !== this.#asked) return;
			this.lines = lines;
			this.trouble = null;
		} catch (error) {
			if (asked === this.#asked) this.trouble = trouble(error);
		}
		this.busy = false;
	}

	/** The entries that the dated lines become. */
	entries(incident: string | null, role: string | null): NewEntry[] {
		return entriesOf(this.lines, incident, role);
	}
}

/** An entry for each line with a time; lines without one belong to the line before. */
export function entriesOf(lines: PastedLine[], incident: string | null, role: string | null): NewEntry[] {
	const entries: NewEntry[] = [];
	for (const { time, end, text } of lines) {
		const before = entries.at(-1);
		if (time === null) {
			if (before) before.text = [before.text, text].filter(Boolean).join('\n');
			continue;
		}
		const title = text.slice(0, LONGEST_TITLE) || 'No words';
		const rest = text.slice(LONGEST_TITLE);
		entries.push({
			incident,
			time,
			title,
			...(end ? { end } : {}),
			...(role ? { role } : {}),
			...(rest ? { text: rest } : {}),
		});
	}
	return entries;
}
