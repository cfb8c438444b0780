/** Pixels for the times at the left of the timeline. */
export const AXIS = 78;
/** Pixels from one rail to the next. */
export const RAIL = 13;
/** Pixels between the last rail and the cards. */
const EDGE = 10;
/** On narrow screens there is only a thin line with the marks. */
const NARROW = 600;

export function gutterWidth(rails: number, width: number): number {
	return width < NARROW ? 8 : AXIS + rails * RAIL + EDGE;
}

/** Where the middle of the rail with the number `at` lies. */
export function railX(at: number): number {
	return AXIS + at * RAIL + RAIL / 2;
}

/** How far below the upper edge of a card its mark lies. */
export const MARK = 18;
/** The same where an entry is one line. */
export const LINE_MARK = 12;
