/** Sources are told by name, `s9`: in timelines, in citations, on the page. Lists of the server have the number alone. */
export function sourceName(source: string | number): string {
	return /^\d+$/.test(String(source)) ? `s${source}` : String(source);
}

/** The number, as the server asks for it. */
export function sourceNumber(name: string): string {
	return name.replace(/^s(?=\d+$)/, '');
}
