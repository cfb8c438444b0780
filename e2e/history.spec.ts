import type { Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** One incident for all tests of a worker: reading it takes a while. */
let review = '';

async function open(page: Page) {
	review ||= await dropIncident(page, 'Who changed what');
	await page.goto(`/reviews/${review}/timeline`);
	await expect(cards(page).first()).toBeVisible();
}

const cards = (page: Page) => page.getByRole('feed').getByRole('article');
const current = (page: Page) => page.locator('article[aria-current=true]');
const progress = (page: Page) => page.getByRole('status').filter({ hasText: 'picked' }).first();
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved' });
const history = (page: Page) => page.getByRole('complementary', { name: 'History' });

async function openHistory(page: Page) {
	await page.getByRole('button', { name: 'History', exact: true }).click();
	await expect(
		history(page)
			.getByRole('heading', { name: /^The machine/ })
			.first(),
	).toBeVisible();
}

/** Adds an entry by hand, and waits until it is on the disk. */
async function add(page: Page, title: string) {
	await page.getByRole('button', { name: 'Add', exact: true }).click();
	await page.getByRole('textbox', { name: 'What happened' }).fill(title);
	await page.getByRole('dialog').getByRole('button', { name: 'Add the entry' }).click();
	await expect(saved(page)).toBeVisible();
}

test('who changed what is told, and leads to its entry', async ({ page, accessible, picture }, info) => {
	await open(page);
	await add(page, 'The pager rang twice');
	if (info.project.name === 'desk') {
		for (const key of ['j', 'Space', 'x', 'Space']) await page.keyboard.press(key);
		await expect(saved(page)).toBeVisible();
	}
	await openHistory(page);
	const line = history(page).getByRole('link', { name: 'The pager rang twice' });
	await expect(line).toBeVisible();
	await expect(history(page).getByText('drafted').first()).toBeVisible();
	await accessible();
	await picture('history');
	await line.click();
	await expect(current(page)).toContainText('The pager rang twice');
	if (info.project.name === 'phone') return;
	await history(page).getByLabel('Changes of').selectOption('The review itself');
	await expect(line).toHaveCount(0);
	await expect(history(page).getByText('renamed the review')).toBeVisible();
	await history(page).getByLabel('Changes of').press('Escape');
	await expect(history(page)).toHaveCount(0);
	await page.getByRole('button', { name: 'Who changed it' }).click();
	await expect(history(page).getByText('added')).toBeVisible();
	await expect(history(page).getByRole('heading', { name: /^The machine/ })).toHaveCount(0);
	await history(page).getByRole('button', { name: 'All entries' }).click();
	await expect(
		history(page)
			.getByRole('heading', { name: /^The machine/ })
			.first(),
	).toBeVisible();
});

test('a review is read as it was, and one comes back to now', async ({ page, accessible }) => {
	await open(page);
	await add(page, 'What nobody knew yet');
	await openHistory(page);
	const machine = history(page)
		.getByRole('region', { name: /^The machine/ })
		.last();
	await machine.getByRole('button', { name: 'As it was then' }).click();
	const past = page.getByRole('region', { name: 'The past' });
	await expect(past).toContainText('nothing can be changed');
	await history(page).getByRole('button', { name: 'Close the history' }).click();
	await expect(progress(page)).toContainText(/^0 picked/);
	await expect(page.getByRole('button', { name: 'Add', exact: true })).toHaveCount(0);
	await cards(page).first().click();
	await page.keyboard.press('Space');
	await expect(progress(page)).toContainText(/^0 picked/);
	await accessible();
	await past.getByRole('button', { name: 'Back to now' }).click();
	await expect(past).toHaveCount(0);
	await expect(progress(page)).not.toContainText(/^0 picked/);
	await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeVisible();
});

test('a moment is chosen; one before everything is empty', async ({ page }) => {
	await open(page);
	await openHistory(page);
	await history(page).getByLabel('Date').fill('2001-01-01');
	await history(page).getByRole('button', { name: 'Show', exact: true }).click();
	await expect(page.getByRole('region', { name: 'The past' })).toContainText('1 Jan');
	await history(page).getByRole('button', { name: 'Close the history' }).click();
	await expect(page.getByText('Nothing on the timeline yet')).toBeVisible();
});

test('what cannot be fetched says so, and is tried again', async ({ page, complaints }) => {
	await open(page);
	await page.route('**/history*', (route) => route.abort());
	await page.getByRole('button', { name: 'History', exact: true }).click();
	await expect(history(page).getByRole('alert')).toContainText('The server does not answer.');
	await page.unroute('**/history*');
	await history(page).getByRole('button', { name: 'Try again' }).click();
	await expect(history(page).getByRole('heading', { name: /^The machine/ })).toBeVisible();
	complaints.length = 0;
});
