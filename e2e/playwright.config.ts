import { defineConfig } from '@playwright/test';

/** Debian's browser: none is downloaded. It must not look for anything outside. */
const browser = {
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: [
		'--no-sandbox',
		'--disable-gpu',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		'--no-first-run',
	],
};

export default defineConfig({
	testDir: '.',
	testMatch: '*.spec.ts',
	outputDir: 'results',
	// Every worker has a server and a data folder of its own; two are what a small machine bears.
	workers: 2,
	fullyParallel: false,
	timeout: 150_000,
	expect: { timeout: 30_000 },
	reporter: [['list']],
	use: {
		browserName: 'chromium',
		launchOptions: browser,
		trace: 'retain-on-failure',
		locale: 'en-GB',
		timezoneId: 'Europe/Berlin',
	},
	projects: [
		{ name: 'desk', use: { viewport: { width: 1280, height: 860 }, colorScheme: 'light' } },
		{ name: 'phone', use: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true } },
	],
});
