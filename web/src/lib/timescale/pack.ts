/** Something that lies along an axis and must not lie over another of its lane. */
export interface Bar {
	lane: number;
	from: number;
	/** With its label. */
	to: number;
}

export interface Packed {
	/** The row within its lane of each bar; -1 where the lane is full. */
	rows: Int32Array;
	/** How many rows each lane uses. */
	used: number[];
}

/** Gives each bar the first free row of its lane. Bars come in order of `from`; no lane has more than `most` rows. */
export function pack(bars: Bar[], lanes: number, most: number, gap: number): Packed {
	const ends: number[][] = Array.from({ length: lanes }, () => []);
	const rows = new Int32Array(bars.length).fill(-1);
	bars.forEach((bar, index) => {
		const lane = ends[bar.lane];
		if (!lane) return;
		const free = lane.findIndex((end) => end + gap <= bar.from);
		const row = free >= 0 ? free : lane.length;
		if (row >= most) return;
		lane[row] = bar.to;
		rows[index] = row;
	});
	return { rows, used: ends.map((lane) => lane.length) };
}
