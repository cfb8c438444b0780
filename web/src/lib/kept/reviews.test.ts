import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { keepAsides } from '$lib/review/aside';
import type { Review } from '$lib/api/types';
import { databaseOf, forgetReviews, keepReview, keptReviews, unsentIn } from './reviews';

/** The storage of a browser, as far as it is used: its keys are its own properties. */
class MemoryStorage {
	[key: string]: unknown;
	getItem(key: string) {
		return (this[key] as string | undefined) ?? null;
	}
	setItem(key: string, value: string) {
		this[key] = value;
	}
	removeItem(key: string) {
		delete this[key];
	}
}

beforeEach(() => {
	vi.stubGlobal('localStorage', new MemoryStorage());
});

const titled = (title: string) => ({ title }) as Review;

async function write(name: string) {
	const document = new Y.Doc();
	const store = new IndexeddbPersistence(name, document);
	await store.whenSynced;
	document.getMap('entries').set('a', 'somebody saw it');
	return { document, store };
}

async function keptIn(name: string) {
	const document = new Y.Doc();
	const store = new IndexeddbPersistence(name, document);
	await store.whenSynced;
	const { size } = document.getMap('entries');
	await store.destroy();
	return size;
}

test('logging out deletes what is kept for the person, even while another page has it open', async () => {
	keepReview('olive', 'one', { review: titled('One') });
	keepReview('mika', 'one', { review: titled('One') });
	await write(databaseOf('olive', 'one'));
	const { store } = await write(databaseOf('mika', 'one'));
	await store.destroy();
	await forgetReviews('olive');
	expect([...keptReviews('olive').keys()]).toEqual([]);
	expect([...keptReviews('mika').keys()]).toEqual(['one']);
	expect(await keptIn(databaseOf('mika', 'one'))).toBe(1);
	expect(await keptIn(databaseOf('olive', 'one'))).toBe(0);
});

test('words that only this browser has are told before they are deleted', () => {
	keepReview('olive', 'sent', { review: titled('Sent') });
	keepReview('olive', 'unsent', { review: titled('Unsent') });
	keepReview('olive', 'unsent', { unsent: true });
	keepReview('olive', 'refused', { review: titled('Refused') });
	keepAsides('refused', [{ when: '', code: '', message: '', hint: null, texts: ['words'] }]);
	keepReview('mika', 'other', { unsent: true });
	expect(unsentIn('olive')).toEqual(['Refused', 'Unsent']);
	expect(unsentIn('mika')).toEqual(['a review without a title']);
});
