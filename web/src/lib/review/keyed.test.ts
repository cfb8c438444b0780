import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Keyed } from './keyed.svelte';

test('what is shown of the past takes the place of what was followed, also in the list', () => {
	const map = new Y.Doc().getMap<unknown>('notes');
	const keyed = new Keyed((id) => id);
	map.set('now', new Y.Map());
	keyed.follow(map);
	expect(keyed.all).toEqual(['now']);
	keyed.show({ then: {} });
	expect([keyed.all, keyed.size, keyed.get('now')]).toEqual([['then'], 1, undefined]);
	keyed.follow(map);
	expect(keyed.all).toEqual(['now']);
});
