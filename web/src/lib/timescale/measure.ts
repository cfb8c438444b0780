/** How wide a word or a space is, in pixels. */
export type Measure = (text: string) => number;

/** Words that are remembered; a timeline uses the same ones again and again. */
const REMEMBERED = 20_000;

/** `measure`, asked once for every text. */
export function remembering(measure: Measure): Measure {
	const widths = new Map<string, number>();
	return (text) => {
		const known = widths.get(text);
		if (known !== undefined) return known;
		if (widths.size > REMEMBERED) widths.clear();
		const width = measure(text);
		widths.set(text, width);
		return width;
	};
}

/** Measures with the browser's own text machinery; by the average letter where there is none. */
export function measureFont(font: string, average: number): Measure {
	const context = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
	if (!context) return (text) => text.length * average;
	context.font = font;
	return remembering((text) => context.measureText(text).width);
}

/** How many lines `text` takes when it is broken between words, at most `most`. A longer word is broken within. */
export function lineCount(text: string, width: number, measure: Measure, most: number): number {
	if (width <= 0) return most;
	const space = measure(' ');
	let lines = 1;
	let at = 0;
	for (const word of text.split(/\s+/)) {
		if (lines >= most) return most;
		const long = measure(word);
		if (at > 0 && at + space + long > width) {
			lines += 1;
			at = 0;
		}
		at += at > 0 ? space + long : long;
		if (at > width) {
			lines += Math.ceil(at / width) - 1;
			at %= width;
		}
	}
	return Math.min(lines, most);
}
