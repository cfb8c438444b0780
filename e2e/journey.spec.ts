import type { Page } from '@playwright/test';
import { dropIncident } from './fixtures.ts';
import { accept, expect, invite, test } from './house.ts';

test.use({ house: 'journey' });

const cards = (page: Page) => page.getByRole('feed').getByRole('article');
const current = (page: Page) => page.locator('article[aria-current=true]');
const progress = (page: Page) => page.getByRole('status').filter({ hasText: 'picked' }).first();
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved' });

/** Goes on to the next entry, and picks it or hides it. */
async function decide(page: Page, key: 'Space' | 'x') {
	await page.keyboard.press('j');
	await page.keyboard.press(key);
}

test('from a dropped folder to a curated timeline, by two people at once', async ({
	browser,
	server,
}, info) => {
	test.skip(info.project.name !== 'desk', 'Both work with keys.');
	const organiser = await accept(browser, server, server.link, 'Olive');
	const member = await accept(browser, server, await invite(organiser), 'Mika');
	const review = await dropIncident(organiser, 'Orders were late');
	await expect(cards(organiser).first()).toBeVisible();

	await member.goto('/');
	await member.getByRole('link', { name: 'Orders were late' }).first().click();
	await member.getByRole('button', { name: 'Take part' }).click();
	await member.goto(`/reviews/${review}/timeline`);
	await expect(cards(member).first()).toBeVisible();

	await decide(organiser, 'Space');
	await decide(organiser, 'x');
	await decide(organiser, 'Space');
	await member.getByRole('button', { name: 'Paste lines' }).click();
	const lines = Array.from({ length: 30 }, (_, at) => `00:${at + 20} what Mika saw, line ${at}`);
	await member.getByRole('textbox', { name: 'Lines with times' }).fill(lines.join('\n'));
	await member.getByRole('button', { name: 'Add 30 entries' }).click();
	await expect(progress(organiser)).toContainText('32 picked');
	await expect(organiser.getByText(/what Mika saw, line/).first()).toBeAttached();

	// Who is cut off goes on, and loses nothing.
	await member.context().setOffline(true);
	await organiser.keyboard.press('j');
	const told = await current(organiser).getAttribute('data-entry');
	await organiser.keyboard.press('e');
	await organiser.getByRole('textbox', { name: 'What happened' }).fill('Orders waited for a lock');
	await organiser.keyboard.press('Enter');
	// The cursor of the member stands among the pasted lines: one of them is taken back.
	await member.keyboard.press('j');
	await member.keyboard.press('Space');
	await member.context().setOffline(false);
	for (const page of [organiser, member]) {
		await expect(progress(page)).toContainText('31 picked', { timeout: 30_000 });
	}
	for (const page of [organiser, member]) await expect(saved(page)).toBeVisible();
	const kept = await member.request.get(`/api/v1/reviews/${review}/document`);
	const { entries } = (await kept.json()) as { entries: Record<string, { title?: string }> };
	expect(entries[told ?? '']?.title).toBe('Orders waited for a lock');
	await member.reload();
	await expect(cards(member).first()).toBeVisible();
	expect(await progress(member).innerText()).toBe(await progress(organiser).innerText());
});
