import * as Y from 'yjs';
import type { Parked } from '../types';
import { assign, stored, type Writer } from './writer';

/** Setting ideas aside; nobody deletes one, so there is no way to. */
export class ParkingEdits {
	constructor(private readonly writer: Writer) {}

	/** Parks an idea and gives its id. */
	park(text: string, place: { meeting?: string; item?: string } = {}): string {
		const { writer } = this;
		const id = writer.newId();
		writer.write(() => {
			const map = new Y.Map<unknown>();
			writer.map('parking').set(id, map);
			assign(map, { ...place, by: writer.person, at: writer.now(), state: 'parked' });
			map.set('text', new Y.Text(text));
		});
		return id;
	}

	setState(id: string, state: Parked['state']) {
		const idea = stored(this.writer, 'parking', id);
		if (idea) this.writer.write(() => assign(idea, { state }));
	}
}
