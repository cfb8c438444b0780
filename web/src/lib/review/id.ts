/** A new UUID v7: the moment of making in its first 48 bits, so that ids made later sort later. */
export function newId(
	now: number = Date.now(),
	random: Uint8Array = crypto.getRandomValues(new Uint8Array(10)),
): string {
	const bytes = new Uint8Array(16);
	let rest = now;
	for (let at = 5; at >= 0; at--) {
		bytes[at] = rest % 256;
		rest = Math.floor(rest / 256);
	}
	bytes.set(random, 6);
	return written(bytes, 7);
}

/** A UUID v4: nothing but chance, so that it tells neither who made it nor when. */
export function randomId(random: Uint8Array = crypto.getRandomValues(new Uint8Array(16))): string {
	return written(Uint8Array.from(random), 4);
}

function written(bytes: Uint8Array, version: number): string {
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const text = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
		'-',
	);
}
