/** What the channel needs of a WebSocket; tests give one that is in memory. */
export interface Socket {
	binaryType: string;
	onopen: (() => void) | null;
	onmessage: ((event: { data: unknown }) => void) | null;
	onclose: ((event: { code: number }) => void) | null;
	send(bytes: Uint8Array<ArrayBuffer>): void;
	close(): void;
}

/** A WebSocket as the channel sees it: of its events, the channel reads only what `Socket` names. */
export function webSocket(address: string): Socket {
	return new WebSocket(address) as unknown as Socket;
}

/** The address of the live channel of a review, as seen from the page at `origin` (`http://host`). */
export function liveAddress(review: string, schema: number, origin: string): string {
	return `${origin.replace(/^http/, 'ws')}/api/v1/reviews/${encodeURIComponent(review)}/live?schema=${schema}`;
}
