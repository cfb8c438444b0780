import type { Change, Sitting } from '$lib/api/types';
import { milliseconds } from '$lib/zone/moment';
import { isTold } from './words';

/** What one person did in a quarter of an hour. */
export interface Group {
	/** Tells it from all others. */
	key: string;
	/** Null for the machine. */
	person: string | null;
	name: string | null;
	/** The first and the last moment at which they changed something. */
	first: string;
	last: string;
	/** The latest first. */
	changes: Change[];
}

const QUARTER = 15 * 60_000;

/**
 * Sittings, the latest first, as groups, the latest first. People who write at the same time make one group each. Of what
 * somebody did several times to one thing only where it began and where it ended is told.
 */
export function groupsOf(sittings: Sitting[]): Group[] {
	const groups = new Map<string, Group>();
	for (const { person, name, time, changes } of sittings) {
		const quarter = Math.floor(milliseconds(time) / QUARTER);
		const key = `${quarter} ${person ?? ''}`;
		const group = groups.get(key) ?? { key, person, name, first: time, last: time, changes: [] };
		group.first = time;
		for (const change of changes.filter(isTold)) take(group.changes, change);
		groups.set(key, group);
	}
	return [...groups.values()].filter(({ changes }) => changes.length > 0);
}

/** Adds an earlier change. */
function take(later: Change[], change: Change) {
	const at = later.findIndex(
		({ map, id, field }) =>
			map === change.map && id === change.id && place(map, field) === place(map, change.field),
	);
	const same = later[at];
	if (same && change.field !== null) later[at] = { ...same, before: change.before };
	else later.push(change);
}

/** Where a note lies is one thing. */
function place(map: string, field: string | null): string | null {
	return map !== 'entries' && field === 'y' ? 'x' : field;
}
