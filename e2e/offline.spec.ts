import type { Page } from '@playwright/test';
import { dropIncident } from './fixtures.ts';
import { accept, expect, test } from './house.ts';

test.use({ house: 'offline' });

const cards = (page: Page) => page.getByRole('feed').getByRole('article');
const state = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words });
const progress = (page: Page) => state(page, 'picked').first();

async function add(page: Page, title: string) {
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('textbox', { name: 'What happened' }).fill(title);
	await dialog.getByRole('button', { name: 'Add the entry' }).click();
	await expect(dialog).toHaveCount(0);
}

/** Names of what the browser keeps of reviews, but not of the page itself. */
const keptIn = (page: Page) =>
	page.evaluate(async () => {
		const databases = await indexedDB.databases();
		const names = [...databases.map(({ name = '' }) => name), ...Object.keys(localStorage)];
		return names.filter((name) => /review|aside|session/.test(name));
	});

test('a review is written and reloaded offline; all of it arrives, and goes with logging out', async ({
	browser,
	server,
}, info) => {
	test.skip(info.project.name !== 'desk', 'What is kept does not depend on the screen.');
	const page = await accept(browser, server, server.link, 'Olive');
	const review = await dropIncident(page, 'Written on a train');
	await expect(cards(page).first()).toBeVisible();
	await expect(state(page, 'Saved')).toBeVisible();
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

	await page.context().setOffline(true);
	await add(page, 'Seen in the tunnel');
	await page.reload();
	await expect(cards(page).first()).toBeVisible();
	await expect(state(page, 'Offline')).toBeVisible();
	await page.getByRole('searchbox').first().fill('tunnel');
	await expect(cards(page).filter({ hasText: 'Seen in the tunnel' })).toBeVisible();
	await page.getByRole('button', { name: 'Show all' }).click();
	await add(page, 'Seen behind the tunnel');

	await page.context().setOffline(false);
	await expect(state(page, 'Saved')).toBeVisible({ timeout: 30_000 });
	const kept = await page.request.get(`/api/v1/reviews/${review}/document`);
	const { entries } = (await kept.json()) as { entries: Record<string, { title?: string }> };
	const titles = Object.values(entries).map(({ title }) => title);
	expect(titles).toEqual(expect.arrayContaining(['Seen in the tunnel', 'Seen behind the tunnel']));
	await page.reload();
	await expect(cards(page).first()).toBeVisible();
	await expect(progress(page)).toContainText('2 picked');

	// Nothing that the API answered lies in the caches of the browser.
	const cached = await page.evaluate(async () => {
		const all = await Promise.all(
			(await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
		);
		return all.flat().map(({ url }) => new URL(url).pathname);
	});
	expect(cached).toContain('/');
	expect(cached.filter((path) => path.startsWith('/api'))).toEqual([]);

	// Logging out deletes it all, and asks before words are lost.
	await page.request.patch(`/api/v1/reviews/${review}`, {
		data: { visibility: 'restricted' },
		headers: { 'X-Postlude': '1', Origin: server.address },
	});
	await page.context().setOffline(true);
	await add(page, 'Seen by Olive only');
	// Only the live channel stays cut off: the rest of the server answers again.
	await page.routeWebSocket(/\/live/, (socket) => socket.close());
	await page.goto('/');
	const list = page.getByRole('region', { name: 'Kept in this browser' });
	await expect(list.getByRole('listitem').filter({ hasText: 'Written on a train' })).toContainText(
		'not everything',
	);
	await page.context().setOffline(false);
	await page.reload();

	await page.getByRole('button', { name: 'Account and appearance' }).click();
	await page.getByRole('menuitem', { name: 'Log out' }).click();
	const dialog = page.getByRole('dialog', { name: 'Not everything has been sent' });
	await expect(dialog).toContainText('Written on a train');
	await dialog.getByRole('button', { name: 'Log out and lose it' }).click();
	await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible();
	await expect.poll(() => keptIn(page)).toEqual([]);

	await page.context().setOffline(true);
	await page.goto(`/reviews/${review}/timeline`);
	await expect(page.getByText('The server does not answer.')).toBeVisible();
	await expect(page.getByText('Written on a train')).toHaveCount(0);
	await page.context().close();
});
