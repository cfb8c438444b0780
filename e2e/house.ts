import type { Browser, Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { start, type Server } from './server.ts';

/** A workbench with accounts; the link it printed makes the first administrator. */
export const test = base.extend<object, { server: Server; house: string }>({
	// The printed link works once. A spec that names its house gets a worker, and so a server, of its own.
	house: ['', { option: true, scope: 'worker' }],
	server: [
		async ({}, use) => {
			const server = await start('--accounts');
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 60_000 },
	],
	// Everybody here has a browser of their own and comes in by an invitation.
	storageState: async ({}, use) => use(undefined),
});

const PASSWORD = 'several words are good';

/** Comes in by a link of an invitation, in a browser of their own. */
export async function accept(browser: Browser, server: Server, link: string, name: string): Promise<Page> {
	const context = await browser.newContext({ baseURL: server.address, storageState: undefined });
	const page = await context.newPage();
	await page.goto(new URL(link).pathname + new URL(link).hash);
	await page.getByLabel('Your name').fill(name);
	await page.getByLabel('E-mail address').fill(`${name.toLowerCase()}@example.com`);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: 'Make my account' }).click();
	await expect(page.getByRole('heading', { name: 'Reviews' })).toBeAttached();
	return page;
}

/** The link of a new invitation. */
export async function invite(page: Page): Promise<string> {
	const answer = await page.request.post('/api/v1/invitations', {
		data: { role: 'member' },
		headers: { 'X-Postlude': '1', Origin: new URL(page.url()).origin },
	});
	expect(answer.status()).toBeLessThan(300);
	return ((await answer.json()) as { url: string }).url;
}

export { expect };
