import { dropIncident, expect, INCIDENT, test } from './fixtures.ts';

test('an empty workbench says what to drop', async ({ page, accessible }) => {
	await page.goto('/');
	await expect(page.getByText('Drop a folder or an archive of an incident here')).toBeVisible();
	await accessible();
});

test('a dropped folder is sent, read and opens as a timeline', async ({ page, accessible }) => {
	await page.goto('/');
	await page.locator('input[webkitdirectory]').setInputFiles(INCIDENT);
	await expect(page.getByRole('status').filter({ hasText: /Sending|Reading|records/ })).toBeVisible();
	await expect(page.getByLabel('Title of the review')).toHaveValue('Incident');
	await accessible();
	await page.waitForURL(/\/reviews\/[^/]+\/timeline/, { timeout: 120_000 });
	await page.goto('/');
	const card = page.getByRole('article').filter({ hasText: 'Incident' }).first();
	await expect(card).toContainText('entries');
	await accessible();
});

test('the bin takes a review and gives it back', async ({ page }) => {
	const title = 'To be thrown away';
	await dropIncident(page, title);
	await page.goto('/');
	const card = page.getByRole('article').filter({ hasText: title });
	await card.getByRole('button', { name: /More about/ }).click();
	await page.getByRole('menuitem', { name: 'Put into the bin' }).click();
	await expect(card).toHaveCount(0);
	await page.getByText('Bin', { exact: true }).click();
	await page
		.getByRole('listitem')
		.filter({ hasText: title })
		.getByRole('button', { name: 'Take back' })
		.click();
	await expect(card).toHaveCount(1);
});

test('pasted lines become a review', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('button', { name: 'Paste text' }).click();
	await page
		.getByLabel(/^Text:/)
		.fill('2026-03-05T14:00:00Z level=info msg="started"\n2026-03-05T14:00:01Z level=error msg="refused"\n');
	await page.getByRole('button', { name: 'Read this text' }).click();
	await page.waitForURL(/\/reviews\/[^/]+\/timeline/, { timeout: 60_000 });
});

test('keys, commands and zones are at hand', async ({ page }, info) => {
	test.skip(info.project.name === 'phone', 'a phone has no keys');
	await page.goto('/');
	await expect(page.getByText('Drop a folder')).toBeVisible();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Control+k');
	await page.keyboard.type('light and dark');
	await page.keyboard.press('Enter');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
	await page.keyboard.press('z');
	await expect(page.getByRole('button', { name: 'Zone of all times: Europe/Berlin' })).toBeVisible();
});

test('an unknown address says so', async ({ page, complaints, accessible }) => {
	await page.goto('/nowhere');
	await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible();
	await accessible();
	complaints.length = 0;
});
