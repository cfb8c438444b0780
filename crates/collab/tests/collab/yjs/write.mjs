// What a browser writes, by yjs itself: run in a folder that has it, `node write.mjs`, when the page learns to write more.
// Undo in the browser brings deleted objects back, and keeps what it may bring back: both look unlike anything yrs writes.
import fs from 'node:fs';
import * as Y from 'yjs';

const doc = new Y.Doc();
doc.clientID = 852551282;
const updates = [];
doc.on('update', (update) => updates.push(Buffer.from(update).toString('hex')));
const [entries, notes, comments] = ['entries', 'notes', 'comments'].map((name) => doc.getMap(name));
const write = (change) => doc.transact(change);
const by = { by: 'ann', at: '2026-03-06T09:00:00Z' };

function add(map, id, fields, text) {
	write(() => {
		const object = new Y.Map();
		map.set(id, object);
		for (const [name, value] of Object.entries({ ...fields, ...by })) object.set(name, value);
		if (text !== undefined) object.set('text', new Y.Text(text));
	});
}

const evidence = [{ incident: 'i', source: 's1', path: 'a.log', bytes: [1, 2], line: 3 }];
const entry = { lane: 'people', incident: null, time: '2026-03-05T14:09:41.120Z', title: 'rolled back', end: null };
add(entries, 'e1', { ...entry, time_error_s: 0.5, evidence, role: null, state: 'picked' }, 'We rolled back 🎉');
write(() => entries.get('e1').get('text').insert(3, 'all '));
write(() => entries.get('e1').get('text').delete(0, 3));
write(() => {
	const tags = new Y.Map();
	entries.get('e1').set('tags', tags);
	tags.set('network', true);
});
write(() => entries.get('e1').get('tags').delete('network'));
add(notes, 'n1', { kind: 'saw' }, '');
write(() => notes.set('p1', { t: 12.5, x: 3, y: 4, color: '#ffd966', author: 'c1', text: 'retries begin' }));
write(() => notes.delete('p1'));
add(comments, 'c1', { on: { map: 'entries', id: 'e1' }, text: '?', mentions: [], resolved: false });

const undo = new Y.UndoManager([entries, notes], { captureTimeout: 0 });
write(() => notes.delete('n1'));
undo.undo();
undo.redo();
undo.undo();
write(() => entries.delete('e1'));
undo.undo();
for (let step = 0; step < 50; step++) {
	write(() => {
		entries.get('e1').set('title', `title ${step}`);
		entries.get('e1').get('text').insert(0, 'x');
	});
	if (step % 3 === 0) undo.undo();
}

updates.push(Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'));
fs.writeFileSync('updates.txt', `${updates.join('\n')}\n`);
const json = { entries: entries.toJSON(), notes: notes.toJSON(), comments: comments.toJSON() };
fs.writeFileSync('document.json', `${JSON.stringify(json, null, '\t')}\n`);
