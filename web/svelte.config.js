import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
	kit: {
		// The server answers every page it does not know with index.html; all rendering is in the browser.
		adapter: adapter({ fallback: 'index.html', strict: false }),
		// Absolute, because the fallback is served at any depth.
		paths: { relative: false },
		version: { pollInterval: 0 },
	},
};
