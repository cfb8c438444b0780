import { expect, test } from 'vitest';
import { visitorsOf } from './visitors';

const at = (name: string, entry: string | null, page = 'timeline') => ({
	...{ person: name, name, color: '#000', page, cursor: entry ? { entry } : null },
});

test('who is at which entry', () => {
	const visitors = visitorsOf([at('Ada', 'a'), at('Ben', 'a'), at('Cho', null), at('Dan', 'a', 'evidence')]);
	expect(
		[...visitors].map(([entry, people]) => `${entry}: ${people.map(({ name }) => name).join(', ')}`),
	).toEqual(['a: Ada, Ben']);
});
