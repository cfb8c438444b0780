import type { Browser, Page } from '@playwright/test';
import { dropIncident, expect, test as base } from './fixtures.ts';
import { start, type Server } from './server.ts';

/** A workbench with accounts; the link it printed makes the first administrator. */
const test = base.extend<object, { server: Server }>({
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

async function accept(browser: Browser, server: Server, link: string, name: string): Promise<Page> {
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

async function invite(page: Page): Promise<string> {
	const answer = await page.request.post('/api/v1/invitations', {
		data: { role: 'member' },
		headers: { 'X-Postlude': '1', Origin: new URL(page.url()).origin },
	});
	expect(answer.status()).toBeLessThan(300);
	return ((await answer.json()) as { url: string }).url;
}

test('a review is read, joined, restricted and left', async ({ browser, server }, info) => {
	test.skip(info.project.name !== 'desk', 'People and phases are looked at on a desk.');
	const organiser = await accept(browser, server, server.link, 'Olive');
	const member = await accept(browser, server, await invite(organiser), 'Mika');
	const third = await accept(browser, server, await invite(organiser), 'Toni');
	const review = await dropIncident(organiser, 'Shared');

	await member.goto('/');
	await member.getByRole('link', { name: 'Shared' }).first().click();
	await expect(member.getByText('You are reading.')).toBeVisible();
	await member.getByRole('button', { name: 'Take part' }).click();
	await expect(member.getByText('You are reading.')).toHaveCount(0);

	await organiser.getByRole('button', { name: 'People in this review' }).click();
	const dialog = organiser.getByRole('dialog', { name: 'People in this review' });
	await expect(dialog.getByLabel('Role of Mika')).toHaveValue('participant');
	await dialog.getByLabel('Role of Mika').selectOption('facilitator');
	await dialog.getByRole('button', { name: 'Leave this review' }).click();
	await expect(dialog.getByRole('alert')).toBeVisible();
	await dialog.getByLabel(/^Restricted/).check();
	await third.goto('/');
	await expect(third.getByRole('link', { name: 'Shared' })).toHaveCount(0);
	await third.goto(`/reviews/${review}/timeline`);
	await expect(third.getByRole('alert')).toBeVisible();
	await dialog.getByLabel('Add somebody of the house').fill('ton');
	await dialog.getByRole('button', { name: 'Add Toni' }).click();
	await expect(dialog.getByLabel('Role of Toni')).toHaveValue('participant');

	await dialog.getByRole('button', { name: 'Remove Mika' }).click();
	await expect(member.getByText(/may not see/)).toBeVisible();
	await dialog.getByRole('button', { name: 'Close' }).click();

	await organiser.getByRole('button', { name: /^Phase:/ }).click();
	await organiser.getByRole('menuitemradio', { name: 'Closed' }).click();
	const refusal = organiser.getByRole('dialog', { name: 'The phase did not change' });
	await refusal.getByLabel('Reason').fill('Nobody outside is concerned.');
	await refusal.getByLabel('Look again on').fill('2099-01-01');
	await refusal.getByRole('button', { name: 'Close without sharing' }).click();
	await expect(organiser.getByRole('button', { name: 'Phase: Closed' })).toBeVisible();
	for (const page of [organiser, member, third]) await page.context().close();
});
