import * as Y from 'yjs';
import { assign, stored, type Writer } from './writer';

export class CommentEdits {
	constructor(private readonly writer: Writer) {}

	/** Says something about an object of the document. */
	add(on: { map: 'entries' | 'notes'; id: string }, text: string, mentions: string[] = []): string {
		const { writer } = this;
		const id = writer.newId();
		writer.write(() => {
			const map = new Y.Map<unknown>();
			writer.map('comments').set(id, map);
			assign(map, { on, text, mentions, by: writer.person, at: writer.now(), resolved: false });
		});
		return id;
	}

	/** Only one's own: the server refuses other people's words. */
	setText(id: string, text: string, mentions: string[] = []) {
		const comment = stored(this.writer, 'comments', id);
		if (comment) this.writer.write(() => assign(comment, { text, mentions }));
	}

	resolve(id: string, resolved: boolean) {
		const comment = stored(this.writer, 'comments', id);
		if (comment) this.writer.write(() => assign(comment, { resolved }));
	}

	remove(id: string) {
		this.writer.write(() => this.writer.map('comments').delete(id));
	}
}
