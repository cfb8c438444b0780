import type { Person, Review, ReviewRole } from '$lib/api/types';

const ROLES: ReviewRole[] = ['organiser', 'facilitator', 'participant', 'reader'];

/** More than these are not read; one types another letter. */
const FOUND_AT_MOST = 8;

/** Who could be added, by a part of the name or the address; nobody before something is typed. */
export function addable(house: Person[], named: { person: string }[], wanted: string): Person[] {
	const sought = wanted.trim().toLocaleLowerCase();
	if (!sought) return [];
	const there = new Set(named.map(({ person }) => person));
	const fits = ({ id, name, email, disabled }: Person) =>
		!disabled && !there.has(id) && `${name} ${email ?? ''}`.toLocaleLowerCase().includes(sought);
	return house.filter(fits).slice(0, FOUND_AT_MOST);
}

/** Which roles somebody may give who may do `may`: only organisers make and unmake organisers. */
export function changeable(may: Review['may'], role: ReviewRole | null): ReviewRole[] {
	if (!may.run || (role === 'organiser' && !may.administer)) return [];
	return ROLES.filter((one) => one !== 'organiser' || may.administer);
}
