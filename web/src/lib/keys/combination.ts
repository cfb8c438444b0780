/** What of a keyboard event decides; a subset, so that tests need no browser. */
export interface Press {
	key: string;
	ctrlKey: boolean;
	metaKey: boolean;
	altKey: boolean;
	shiftKey: boolean;
}

/**
 * Whether `press` is `combination`: `j`, `?`, `Escape`, `Ctrl+K`, `Shift+ArrowDown`. Ctrl stands for the command key of a
 * Mac too. Shift counts only where it is named with a key that has no upper case of its own.
 */
export function matches(combination: string, press: Press): boolean {
	const parts = combination === '+' ? ['+'] : combination.split('+');
	const key = parts.at(-1) ?? '';
	const control = parts.includes('Ctrl');
	if (control !== (press.ctrlKey || press.metaKey)) return false;
	if (parts.includes('Alt') !== press.altKey) return false;
	if (parts.includes('Shift') && !press.shiftKey) return false;
	if (key.length > 1 && key !== 'Space') {
		return press.key === key && parts.includes('Shift') === press.shiftKey;
	}
	const wanted = key === 'Space' ? ' ' : key;
	if (!control) return press.key === wanted;
	return press.key.toLowerCase() === wanted.toLowerCase() && parts.includes('Shift') === press.shiftKey;
}

/** Whether keys go into text there, so that single letters are no commands. */
export function takesText(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target.isContentEditable || target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
	if (target.tagName !== 'INPUT') return false;
	const type = (target as HTMLInputElement).type;
	return !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(type);
}
