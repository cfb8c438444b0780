import type { Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** One incident for all tests of a worker: reading it takes a while. */
let review = '';

const HABIT = 'They should have looked at the queue.';

const remarks = (page: Page) => page.getByRole('button', { name: /^Said otherwise/ });
const remark = (page: Page) => page.getByRole('note', { name: 'Remark of the coach' });

async function open(page: Page) {
	review ||= await dropIncident(page, 'How it is said');
	await page.goto(`/reviews/${review}/questions`);
	const first = page.getByRole('list', { name: 'Questions', exact: true }).locator('> li').first();
	await first.getByRole('button', { name: 'Answer' }).click();
	return page.getByLabel('Answer', { exact: true });
}

test('a habit is underlined for whoever types, with why and how else', async ({
	page,
	accessible,
	picture,
}) => {
	const field = await open(page);
	await field.pressSequentially(HABIT);
	await expect(page.locator('mark')).toHaveText('should have looked');
	await remarks(page).click();
	await expect(remark(page)).toContainText('tells what did not happen');
	await accessible();
	await picture('coach');
	await page.keyboard.press('Escape');
	await expect(remark(page)).toHaveCount(0);
	await expect(field).toBeVisible();
	// The underline lies under the very words.
	const mark = await page.locator('mark').boundingBox();
	const box = await field.boundingBox();
	expect(mark && box && mark.y >= box.y && mark.y + mark.height <= box.y + box.height).toBe(true);
	await page.mouse.click((mark?.x ?? 0) + (mark?.width ?? 0) / 2, (mark?.y ?? 0) + (mark?.height ?? 0) / 2);
	await expect(remark(page)).toBeVisible();
});

test('what is left alone is left alone, also after a reload', async ({ page }) => {
	const field = await open(page);
	await field.pressSequentially(HABIT);
	await remarks(page).click();
	await remark(page).getByRole('button', { name: 'Leave it as it is' }).click();
	await expect(remarks(page)).toHaveCount(0);
	await page.reload();
	const again = await open(page);
	const answered = page.waitForResponse('**/api/v1/coach');
	await again.pressSequentially(HABIT);
	await answered;
	await expect(remarks(page)).toHaveCount(0);
	await again.pressSequentially(' It would have been seen.');
	await expect(remarks(page)).toBeVisible();
	// Neither the words nor the rule stay in this browser.
	const kept = await page.evaluate(() => JSON.stringify(localStorage));
	expect(kept).not.toContain('looked');
	expect(kept).not.toContain('counterfactual');
});

test('quotations are left alone', async ({ page }) => {
	const field = await open(page);
	const answered = page.waitForResponse('**/api/v1/coach');
	await field.pressSequentially('The chat says “they should have looked at the queue”.');
	await answered;
	await expect(remarks(page)).toHaveCount(0);
});

test('it can be turned off, and nothing is sent then', async ({ page }) => {
	let calls = 0;
	await page.route('**/api/v1/coach', (route) => {
		calls += 1;
		return route.continue();
	});
	const field = await open(page);
	await page.getByRole('button', { name: 'Account and appearance' }).click();
	await page.getByRole('menuitem', { name: 'Turn the language coach off' }).click();
	await field.pressSequentially(HABIT);
	await page.waitForTimeout(1_500);
	await expect(remarks(page)).toHaveCount(0);
	expect(calls).toBe(0);
	await page.getByRole('button', { name: 'Account and appearance' }).click();
	await page.getByRole('menuitem', { name: 'Turn the language coach on' }).click();
	await field.press('Space');
	await expect(remarks(page)).toBeVisible();
});

test('notes, comments and entries are coached too', async ({ page }, info) => {
	test.skip(info.project.name === 'phone', 'the same parts; keys open them here');
	review ||= await dropIncident(page, 'How it is said');
	await page.goto(`/reviews/${review}/timeline`);
	await page.getByRole('feed').getByRole('article').first().click();
	await page.getByRole('tab', { name: 'Entry' }).click();
	await page.getByLabel('New comment; @ addresses somebody').pressSequentially(HABIT);
	await expect(remarks(page)).toBeVisible();
	await page.getByLabel('New comment; @ addresses somebody').fill('');
	await page.getByRole('feed').getByRole('article').first().click();
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('textbox').pressSequentially(HABIT);
	await remarks(page).click();
	await expect(remark(page)).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(remark(page)).toHaveCount(0);
	await expect(dialog).toBeVisible();
	await dialog.getByRole('button', { name: 'Close' }).click();
	await page.keyboard.press('a');
	await page.getByRole('textbox', { name: 'What happened' }).pressSequentially(HABIT);
	await expect(remarks(page)).toBeVisible();
});
