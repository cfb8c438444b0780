/** The number of a source, as the server is asked for it; everywhere else sources are told by name, `s9`. */
export function sourceNumber(name: string): string {
	return name.replace(/^s(?=\d+$)/, '');
}
