import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

// While developing, pages come from here and everything else from a running `postlude serve`.
const server = process.env.POSTLUDE_SERVER ?? 'http://127.0.0.1:8787';

export default defineConfig({
	plugins: [sveltekit()],
	server: {
		host: '127.0.0.1',
		proxy: {
			'/api': { target: server, ws: true },
			'/open': { target: server },
		},
	},
	// Tests run in Node, but of Svelte's two builds they need the one for browsers: state that reacts.
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node',
	},
});
