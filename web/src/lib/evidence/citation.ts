import type { Original } from '$lib/api/evidence';
import type { EvidenceCitation } from '$lib/review/types';

/** The first `most` characters of a text on one line. */
export function quoted(text: string, most: number): string {
	const line = text.trim().replace(/\s+/g, ' ');
	const characters = [...line];
	return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
}

/** A citation for other documents: the words, where they stand, and a link back. */
export function citationText(original: Original, citation: EvidenceCitation, address: string): string {
	const line = citation.line ? `, line ${citation.line}` : '';
	const place = `${citation.path}${line}, bytes ${citation.bytes[0]}-${citation.bytes[1]}`;
	return `${original.text.trimEnd()}\n— ${place}\n${address}`;
}
