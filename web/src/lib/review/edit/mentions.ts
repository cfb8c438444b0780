/**
 * Who is addressed in `text`: ids of people whose name stands after an @. The longest name counts where one begins
 * another.
 */
export function mentions(text: string, people: { id: string; name: string }[]): string[] {
	const byLength = [...people].sort((left, right) => right.name.length - left.name.length);
	const lower = text.toLowerCase();
	const found = new Set<string>();
	for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
		const after = lower.slice(at + 1);
		const named = byLength.find(({ name }) => name && after.startsWith(name.toLowerCase()));
		if (named) found.add(named.id);
	}
	return [...found];
}
