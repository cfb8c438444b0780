/** How long things take to move to another place, in milliseconds; as in Down.svelte. */
const LENGTH = 700;

/** Says for a short while after `watched` changed that things are moving, so that only then motion is drawn. */
export function settling(watched: () => string): { readonly now: boolean } {
	let moving = $state(false);
	let before: string | null = null;
	$effect.pre(() => {
		const value = watched();
		if (before === null || before === value) {
			before = value;
			return;
		}
		before = value;
		moving = true;
		const timer = setTimeout(() => (moving = false), LENGTH);
		return () => clearTimeout(timer);
	});
	return {
		get now() {
			return moving;
		},
	};
}
