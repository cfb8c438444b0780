export type ThemeChoice = 'system' | 'light' | 'dark';

const STORED = 'postlude.theme';

/** Light, dark, or as the system has it; static/theme.js applies what is stored before the page is drawn. */
class Theme {
	choice: ThemeChoice = $state(stored());

	choose(choice: ThemeChoice) {
		this.choice = choice;
		const root = document.documentElement;
		if (choice === 'system') delete root.dataset.theme;
		else root.dataset.theme = choice;
		try {
			if (choice === 'system') localStorage.removeItem(STORED);
			else localStorage.setItem(STORED, choice);
		} catch {
			// It holds until the page is left.
		}
	}

	turn() {
		const order: ThemeChoice[] = ['system', 'light', 'dark'];
		this.choose(order[(order.indexOf(this.choice) + 1) % order.length] ?? 'system');
	}
}

function stored(): ThemeChoice {
	const choice = typeof document === 'undefined' ? undefined : document.documentElement.dataset.theme;
	return choice === 'light' || choice === 'dark' ? choice : 'system';
}

export const theme = new Theme();
