import type { Remark } from '$lib/api/types';

/** A piece of a text, and the remark about it if there is one. */
export interface Piece {
	text: string;
	remark: Remark | null;
}

/** `text` in pieces, so that what is remarked on can be underlined; of remarks that overlap the first counts. */
export function pieces(text: string, remarks: Remark[]): Piece[] {
	const found: Piece[] = [];
	let at = 0;
	for (const remark of [...remarks].sort((a, b) => a.from - b.from)) {
		if (remark.from < at || remark.to > text.length || remark.to <= remark.from) continue;
		if (remark.from > at) found.push({ text: text.slice(at, remark.from), remark: null });
		found.push({ text: text.slice(remark.from, remark.to), remark });
		at = remark.to;
	}
	if (at < text.length) found.push({ text: text.slice(at), remark: null });
	return found;
}

/** The sentence around a remark, however it is spaced. */
export function sentence({ from, to }: Remark, text: string): string {
	const before = text.slice(0, from).search(/[^.!?\n]*$/);
	const after = text.slice(to).search(/[.!?\n]/);
	return text
		.slice(before, after < 0 ? text.length : to + after)
		.replace(/\s+/g, ' ')
		.trim();
}

/** A short mark of rule and sentence from which neither can be read (FNV-1a, twice 32 bits). */
export function mark(remark: Remark, text: string): string {
	const words = `${remark.rule}\n${sentence(remark, text)}`;
	return [0x811c9dc5, 0x01234567].map((seed) => hash(words, seed)).join('');
}

function hash(words: string, seed: number): string {
	let value = seed;
	for (let at = 0; at < words.length; at++) value = Math.imul(value ^ words.charCodeAt(at), 0x01000193);
	return (value >>> 0).toString(16).padStart(8, '0');
}
