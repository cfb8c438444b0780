import { lineCount, type Measure } from '$lib/timescale/measure';

/** Measures of a card, in pixels; Card.svelte takes them from here. */
export const CARD = {
	padding: 8,
	/** The line with time, kind and service. */
	head: 20,
	line: 20,
	/** A line of the foot: tags and corrections, a note. */
	foot: 22,
	plot: { width: 112, height: 30 },
	mostLines: 3,
} as const;

/** A card that says only what and when, in one line. */
export const LINE_HEIGHT = 26;

/** What a card shows besides its first line. */
export interface CardContent {
	title: string;
	plot: boolean;
	/** Whether there are tags, corrections, comments or merged entries. */
	extras: boolean;
	notes: number;
}

/** Notes that a card shows; the rest is counted. */
export const SHOWN_NOTES = 2;

/** How high the card of `content` is when it is `width` wide. */
export function cardHeight(content: CardContent, width: number, measure: Measure): number {
	const plot = content.plot && width >= 300;
	const room = width - 2 * CARD.padding - 4 - (plot ? CARD.plot.width + 12 : 0);
	const lines = lineCount(content.title, room, measure, CARD.mostLines);
	const notes = Math.min(content.notes, SHOWN_NOTES) + (content.notes > SHOWN_NOTES ? 1 : 0);
	const text = Math.max(lines * CARD.line, plot ? CARD.plot.height : 0);
	return 2 * CARD.padding + CARD.head + text + ((content.extras ? 1 : 0) + notes) * CARD.foot;
}

/** In how many columns the four lanes are drawn when cards have `width` pixels in all. */
export function columnsFor(width: number): 1 | 2 | 4 {
	if (width >= 1_180) return 4;
	return width >= 640 ? 2 : 1;
}

/** The part of the width each column has, by their number. */
export const SHARES: Record<1 | 2 | 4, readonly number[]> = {
	1: [1],
	2: [0.6, 0.4],
	4: [0.23, 0.37, 0.23, 0.17],
};

/** In which column the lane with the number `lane` is drawn. */
export function columnOf(lane: number, columns: 1 | 2 | 4): number {
	if (columns === 4) return Math.max(0, lane);
	return columns === 2 && lane >= 2 ? 1 : 0;
}
