import { untrack } from 'svelte';
import { matches, takesText } from './combination';

/** Something that a key does; the palette lists it too. */
export interface Command {
	/** As in `matches`; none for what only the palette offers. */
	key?: string;
	/** What it does, beginning with a verb: "Pick the entry". */
	title: string;
	/** Under which heading the help lists it. */
	group: string;
	run: () => void;
	/** Also while typing in a field. Only for combinations that are no text. */
	whileTyping?: boolean;
	/** Not offered where this says no. */
	available?: () => boolean;
}

/** All commands of what is on the page now. The latest that takes a key wins: a page over the frame, a dialog over it. */
class Keys {
	#sets: { id: number; commands: Command[] }[] = $state.raw([]);
	#last = 0;
	helpOpen = $state(false);
	paletteOpen = $state(false);

	/** Adds commands; what is returned takes them away again (the shape that `$effect` and attachments expect). */
	add(commands: Command[]): () => void {
		const id = ++this.#last;
		// Effects add commands; they must not run again because somebody else adds some.
		untrack(() => (this.#sets = [...this.#sets, { id, commands }]));
		return () => {
			this.#sets = untrack(() => this.#sets).filter((set) => set.id !== id);
		};
	}

	/** What can be done now, in the order in which the pages added it. */
	get commands(): Command[] {
		return this.#sets.flatMap((set) => set.commands).filter((command) => command.available?.() ?? true);
	}

	/** For the window's `keydown`. */
	press(event: KeyboardEvent) {
		// The platform's own dialogs keep the keyboard to themselves.
		if (event.defaultPrevented || event.isComposing) return;
		const typing = takesText(event.target);
		const inDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
		for (const command of this.commands.reverse()) {
			if (!command.key || !matches(command.key, event)) continue;
			if ((typing || inDialog) && !command.whileTyping) continue;
			event.preventDefault();
			command.run();
			return;
		}
	}
}

export const keys = new Keys();
