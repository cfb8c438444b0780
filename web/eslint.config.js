import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default typescript.config(
	{ ignores: ['.svelte-kit/', 'build/', 'src/lib/api/openapi.ts'] },
	js.configs.recommended,
	...typescript.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser } },
		rules: {
			// The compiler knows all names better.
			'no-undef': 'off',
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			eqeqeq: ['error', 'always'],
			'max-lines': ['error', { max: 300, skipComments: true }],
			'no-console': 'error',
			// Pages live at the root of their host; there is no base path to resolve.
			'svelte/no-navigation-without-resolve': 'off',
			// Most sets and maps live within one function and are read by nobody else.
			'svelte/prefer-svelte-reactivity': 'off',
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			parserOptions: { parser: typescript.parser, extraFileExtensions: ['.svelte'], svelteConfig },
		},
	},
	{
		files: ['scripts/**', '*.config.*'],
		languageOptions: { globals: globals.node },
		rules: { 'no-console': 'off' },
	},
);
