import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { MemoryServer } from './live/memory-server';
import type { Notice } from './live/message';
import { ReviewDocument } from './review-document.svelte';

let server: MemoryServer;
let open: ReviewDocument[];

beforeEach(() => {
	vi.useFakeTimers();
	server = new MemoryServer();
	open = [];
});

afterEach(async () => {
	for (const document of open) await document.end();
	vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(10);
const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

async function join(person: string, notices: Notice[] = []): Promise<ReviewDocument> {
	const document = new ReviewDocument({
		review: 'r',
		person: { id: person, name: person },
		open: server.open,
		notice: (notice) => notices.push(notice),
		now: () => '2026-11-24T09:00:00Z',
	});
	open.push(document);
	await settle();
	return document;
}

const entry = (title: string) => ({ incident: 'i', time: '2026-11-23T00:51:41.102Z', title });

describe('two people', () => {
	test('see what the other adds, and know that it is saved', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		const id = ada.edit.entries.add(entry('orders did not start'));
		await settle();
		expect(ada.state).toBe('saved');
		expect(noor.entries.get(id)).toMatchObject({
			title: 'orders did not start',
			by: 'ada',
			state: 'picked',
			lane: 'people',
		});
	});

	test('correct a machine entry without touching what the machine found', async () => {
		server.document.transact(() => {
			const machine = {
				kind: 'alert',
				time: '2026-11-23T00:49:15Z',
				title: 'load high',
				service: 'shop',
				time_error_s: 1,
			};
			const map = new Y.Map<unknown>([
				['machine', machine],
				['lane', 'changes'],
			]);
			server.document.getMap('entries').set('m1', map);
		});
		const [ada, noor] = [await join('ada'), await join('noor')];
		ada.edit.entries.correct('m1', { title: 'load was high' });
		expect(noor.entries.get('m1')).toMatchObject({
			title: 'load was high',
			service: 'shop',
			state: 'candidate',
			corrected: ['title'],
			machine: { title: 'load high' },
		});
		noor.edit.entries.uncorrect('m1', ['title']);
		expect(ada.entries.get('m1')).toMatchObject({ title: 'load high', corrected: [] });
		ada.edit.entries.remove('m1');
		expect(noor.entries.get('m1')?.state).toBe('hidden');
	});

	test('undo only their own', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		const first = ada.edit.entries.add(entry('by ada'));
		const second = noor.edit.entries.add(entry('by noor'));
		expect([ada.canUndo, noor.canUndo]).toEqual([true, true]);
		ada.undo();
		expect(noor.entries.get(first)).toBeUndefined();
		expect(ada.entries.get(second)).toBeDefined();
		ada.redo();
		expect(noor.entries.get(first)?.title).toBe('by ada');
	});

	test('type in one note without losing words', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		const id = ada.edit.notes.add({ kind: 'saw', text: 'the queue grew' });
		server.cut();
		ada.edit.notes.setText(id, 'at nine the queue grew');
		noor.edit.notes.setText(id, 'the queue grew slowly');
		await wait(40_000);
		expect(ada.notes.get(id)?.text).toBe('at nine the queue grew slowly');
		expect(noor.notes.get(id)?.text).toBe('at nine the queue grew slowly');
	});

	test('vote once each, and take it back', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		const id = ada.edit.notes.add({ kind: 'question', text: 'What did we know?' });
		ada.edit.notes.vote(id, true);
		noor.edit.notes.vote(id, true);
		noor.edit.notes.vote(id, true);
		expect(ada.notes.get(id)?.votes).toEqual(['ada', 'noor']);
		ada.edit.notes.vote(id, false);
		expect(noor.notes.get(id)?.votes).toEqual(['noor']);
	});

	test('see who is there, and who has gone', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		noor.presence.show({ page: 'timeline', cursor: { entry: 'm1' } });
		expect(ada.presence.present).toMatchObject([
			{ person: 'noor', page: 'timeline', cursor: { entry: 'm1' } },
		]);
		server.away = true;
		server.cut();
		await settle();
		expect(ada.presence.present).toEqual([]);
	});
});

describe('merges', () => {
	test('never make a circle', async () => {
		const ada = await join('ada');
		const [a = '', b = '', c = ''] = ada.edit.entries.addAll([entry('a'), entry('b'), entry('c')]);
		ada.edit.entries.merge([a, b], c);
		ada.edit.entries.merge([c], a);
		expect(ada.entries.get(c)?.merged_into).toBeNull();
		ada.edit.entries.unmerge(a);
		ada.edit.entries.merge([c], a);
		expect(ada.entries.get(c)?.merged_into).toBe(a);
	});

	test('several pasted lines are one step', async () => {
		const ada = await join('ada');
		ada.edit.entries.addAll([entry('a'), entry('b')]);
		ada.undo();
		expect(ada.entries.size).toBe(0);
	});
});

describe('the connection', () => {
	test('is saving until the server has it on its disk', async () => {
		const ada = await join('ada');
		server.slow = true;
		ada.edit.entries.add(entry('slow disk'));
		await settle();
		expect(ada.state).toBe('saving');
		server.confirm();
		expect(ada.state).toBe('saved');
	});

	test('comes back after a cut and brings what was written meanwhile', async () => {
		const ada = await join('ada');
		server.away = true;
		server.cut();
		const id = ada.edit.entries.add(entry('written offline'));
		await wait(5_000);
		expect(ada.state).toBe('offline');
		expect(server.document.getMap('entries').has(id)).toBe(false);
		server.away = false;
		await wait(40_000);
		expect(ada.state).toBe('saved');
		expect(server.document.getMap('entries').has(id)).toBe(true);
	});

	test('is opened anew when the server does not confirm any more', async () => {
		const ada = await join('ada');
		server.slow = true;
		ada.edit.entries.add(entry('nobody answers'));
		await wait(19_000);
		expect(server.sockets.size).toBe(1);
		server.slow = false;
		await wait(5_000);
		expect(ada.state).toBe('saved');
	});

	test.each([4401, 4403, 4404, 4426])('stays closed after %d, and says why', async (code) => {
		const ada = await join('ada');
		server.cut(code);
		await wait(60_000);
		expect(ada.state).toBe('closed');
		expect(ada.closed?.message).not.toBe('');
		expect(ada.mayWrite).toBe(false);
		expect(server.sockets.size).toBe(0);
	});

	test('passes on what the server says beside the document', async () => {
		const notices: Notice[] = [];
		const ada = await join('ada', notices);
		server.notice({ kind: 'access', may_write: false });
		server.notice({ kind: 'phase', phase: 'gathering' });
		expect(ada.mayWrite).toBe(false);
		expect(notices.map(({ kind }) => kind)).toEqual(['access', 'phase']);
	});
});

describe('a refused change', () => {
	test('is kept aside in words, and the page joins anew', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		const fine = noor.edit.entries.add(entry('fine'));
		server.refuse = (document) => {
			const notes = Object.values(document.getMap('notes').toJSON() as Record<string, { text: string }>);
			return notes.some(({ text }) => text.includes('forbidden')) ? 'This may not be.' : null;
		};
		const id = ada.edit.notes.add({ kind: 'thought', text: 'forbidden words, many of them' });
		await settle();
		expect(ada.asides).toMatchObject([
			{ message: 'This may not be.', texts: ['forbidden words, many of them'] },
		]);
		expect(ada.notes.get(id)).toBeUndefined();
		expect(ada.entries.get(fine)?.title).toBe('fine');
		expect(ada.state).toBe('saved');
		ada.edit.entries.add(entry('goes on'));
		expect(noor.entries.size).toBe(2);
		expect(noor.notes.size).toBe(0);
		ada.dropAside(0);
		expect(ada.asides).toEqual([]);
	});
});

describe('what others wrote in other ways is read', () => {
	test('a note that is a plain object, and things that are no objects', async () => {
		server.document
			.getMap('notes')
			.set('n1', { t: 'note', x: 3, y: 4, color: 'red', author: 'x', text: 'plain' });
		server.document.getMap('notes').set('n2', 'nonsense');
		const ada = await join('ada');
		expect(ada.notes.get('n1')).toMatchObject({ kind: 'saw', text: 'plain', x: 3, y: 4, color: 'red' });
		expect(ada.notes.get('n2')).toBeUndefined();
	});

	test('an update out of nowhere does not hang the page', async () => {
		const ada = await join('ada');
		const other = new Y.Doc();
		other.getMap('entries').set('e1', new Y.Map([['title', 'from afar']]));
		server.document.on('update', () => {});
		Y.applyUpdate(server.document, Y.encodeStateAsUpdate(other));
		server.cut();
		await wait(40_000);
		expect(ada.entries.get('e1')).toMatchObject({ title: 'from afar', time: null, lane: 'people' });
	});
});

describe('the past', () => {
	test('is read, not written, while the present goes on; then one is back', async () => {
		const [ada, noor] = [await join('ada'), await join('noor')];
		const id = ada.edit.entries.add(entry('orders did not start'));
		await settle();
		ada.lookBack('2026-11-24T08:00:00Z', {
			entries: { old: { lane: 'people', title: 'as it was', tags: { db: true } } },
			meta: { title: 'An older title' },
		});
		expect([ada.past, ada.mayWrite, ada.canUndo]).toEqual(['2026-11-24T08:00:00Z', false, false]);
		expect([ada.entries.get(id), ada.entries.get('old')?.tags, ada.title]).toEqual([
			undefined,
			['db'],
			'An older title',
		]);
		const later = noor.edit.entries.add(entry('meanwhile'));
		await settle();
		expect(ada.entries.get(later)).toBeUndefined();
		ada.lookAtNow();
		expect([ada.past, ada.mayWrite, ada.canUndo, ada.title]).toEqual([null, true, true, '']);
		expect([id, later, 'old'].map((one) => ada.entries.get(one)?.title)).toEqual([
			'orders did not start',
			'meanwhile',
			undefined,
		]);
	});
});
