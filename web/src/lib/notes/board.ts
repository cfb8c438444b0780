import type { Group, Note, NoteKind } from '$lib/review/types';

/** Measures of a note on the board, in pixels. */
export const NOTE = { width: 190, height: 132 } as const;
const GAP = 14;
const PER_ROW = 5;
/** Rounder places make a tidier board. */
const GRID = 10;

export interface OnBoard {
	note: Note;
	x: number;
	y: number;
}

/**
 * Where notes lie on the board. Those that were never moved lie in rows below the ones that were, in the order of their
 * writing; grouped ones lie under the title of their group.
 */
export function onBoard(notes: Note[], groups: Group[], kinds: ReadonlySet<NoteKind>): OnBoard[] {
	const shown = notes
		.filter(({ kind }) => kinds.size === 0 || kinds.has(kind))
		.sort((left, right) => (left.at ?? '').localeCompare(right.at ?? '') || left.id.localeCompare(right.id));
	const places: OnBoard[] = [];
	for (const group of groups) {
		shown
			.filter((note) => note.group === group.id)
			.forEach((note, at) =>
				places.push({
					note,
					x: group.x + (at % 2) * (NOTE.width + GAP),
					y: group.y + 40 + Math.floor(at / 2) * (NOTE.height + GAP),
				}),
			);
	}
	const known = new Set(groups.map(({ id }) => id));
	const free = shown.filter(({ group }) => group === null || !known.has(group));
	for (const note of free)
		if (note.x !== null && note.y !== null) places.push({ note, x: note.x, y: note.y });
	const below = places.reduce((most, { y }) => Math.max(most, y + NOTE.height + GAP), GAP);
	free
		.filter(({ x, y }) => x === null || y === null)
		.forEach((note, at) =>
			places.push({
				note,
				x: GAP + (at % PER_ROW) * (NOTE.width + GAP),
				y: below + Math.floor(at / PER_ROW) * (NOTE.height + GAP),
			}),
		);
	return places;
}

/** The group whose notes or title are under a place on the board. */
export function groupAt(groups: Group[], places: OnBoard[], x: number, y: number): string | null {
	for (const group of groups) {
		const own = places.filter(({ note }) => note.group === group.id);
		const right = Math.max(group.x + NOTE.width, ...own.map((one) => one.x + NOTE.width));
		const bottom = Math.max(group.y + 60, ...own.map((one) => one.y + NOTE.height));
		if (x >= group.x - GAP && x <= right && y >= group.y - GAP && y <= bottom) return group.id;
	}
	return null;
}

export function snap(value: number): number {
	return Math.max(0, Math.round(value / GRID) * GRID);
}
