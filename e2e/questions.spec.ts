import type { Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** One incident for all tests of a worker: reading it takes a while. */
let review = '';

async function open(page: Page) {
	review ||= await dropIncident(page, 'What is worth asking');
	await page.goto(`/reviews/${review}/questions`);
	await expect(list(page).first()).toBeVisible();
}

const list = (page: Page) => page.getByRole('list', { name: 'Questions', exact: true }).locator('> li');
const show = (page: Page, title: string) => page.getByRole('button', { name: new RegExp(`^${title} \\d`) });
const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved' });
const words = (page: Page) => list(page).first().getByRole('heading').innerText();

test('a question is kept, asked of the meeting, answered, and undone', async ({
	page,
	accessible,
	picture,
}) => {
	await open(page);
	await accessible();
	await picture('questions');
	const question = await words(page);
	await list(page).first().getByRole('button', { name: 'Keep' }).click();
	await expect(page.getByRole('heading', { name: question })).toHaveCount(0);
	await show(page, 'To be asked').click();
	await expect(list(page)).toHaveCount(1);
	await list(page).first().getByLabel('Ask whom').selectOption('The meeting');
	await expect(list(page).first()).toContainText('Asked of the meeting');
	await list(page).first().getByRole('button', { name: 'Answer' }).click();
	await page.getByLabel('Answer', { exact: true }).fill('The dashboard was green, so we looked elsewhere.');
	await accessible();
	await page.getByRole('button', { name: 'Save the answer' }).click();
	await show(page, 'Answered').click();
	await expect(list(page).first()).toContainText('The dashboard was green');
	await expect(saved(page)).toBeVisible();
	await page.reload();
	await show(page, 'Answered').click();
	await expect(list(page).first()).toContainText('The dashboard was green');
	await list(page).first().getByRole('link', { name: 'Open the note' }).click();
	await expect(page).toHaveURL(/timeline\?note=/);
	await expect(page.getByLabel('Text of the note').first()).toHaveValue(/The dashboard was green/);
});

test('what was dismissed is not proposed again, unless it is undone', async ({ page }) => {
	await open(page);
	const question = await words(page);
	await list(page).first().getByRole('button', { name: 'Dismiss' }).click();
	await expect(page.getByRole('heading', { name: question })).toHaveCount(0);
	await expect(saved(page)).toBeVisible();
	await page.reload();
	await expect(list(page).first()).toBeVisible();
	await expect(page.getByRole('heading', { name: question })).toHaveCount(0);
	await show(page, 'Dismissed').click();
	await list(page).first().getByRole('button', { name: 'Keep after all' }).click();
	await show(page, 'To be asked').click();
	await expect(page.getByRole('heading', { name: question })).toBeVisible();
	await page.keyboard.press('Control+z');
	await show(page, 'Dismissed').click();
	await expect(page.getByRole('heading', { name: question })).toBeVisible();
});

test('the keyboard does all of it', async ({ page }, info) => {
	test.skip(info.project.name === 'phone', 'a phone has no keyboard');
	await open(page);
	const number = await list(page).count();
	await page.keyboard.press('j');
	await page.keyboard.press('Space');
	await expect(list(page)).toHaveCount(number - 1);
	await page.keyboard.press('x');
	await expect(list(page)).toHaveCount(number - 2);
	await page.keyboard.press('m');
	await expect(list(page)).toHaveCount(number - 3);
	await page.keyboard.press('e');
	await page.getByLabel('Question', { exact: true }).fill('What did you look at first?');
	await page.keyboard.press('Control+Enter');
	await show(page, 'To be asked').click();
	await expect(page.getByRole('heading', { name: 'What did you look at first?' })).toBeVisible();
	await page.getByLabel('Find a question').fill('look at first');
	await expect(list(page)).toHaveCount(1);
	await page.getByLabel('Find a question').fill('nothing says this');
	await expect(page.getByText('No question has these words.')).toBeVisible();
});

test('an answer may be an entry; undo takes it away in one step', async ({ page }) => {
	await open(page);
	const question = await words(page);
	await list(page).first().getByRole('button', { name: 'Answer' }).click();
	await page.getByLabel('Answer', { exact: true }).fill('We waited for the second alert');
	await page.getByLabel('Becomes').selectOption('an entry of the timeline');
	await page.getByRole('button', { name: 'Save the answer' }).click();
	await show(page, 'Answered').click();
	await expect(page.getByRole('link', { name: 'Open the entry' })).toBeVisible();
	await page.keyboard.press('Control+z');
	await expect(page.getByText('We waited for the second alert')).toHaveCount(0);
	await show(page, 'Proposed').click();
	await expect(page.getByRole('heading', { name: question })).toBeVisible();
});

test('others see what is decided at once', async ({ page, browser, entered, baseURL }) => {
	await open(page);
	const context = await browser.newContext({ storageState: entered, baseURL });
	const other = await context.newPage();
	await open(other);
	const question = await words(page);
	await expect(other.getByRole('heading', { name: question })).toBeVisible();
	await list(page).first().getByRole('button', { name: 'Keep' }).click();
	await expect(other.getByRole('heading', { name: question })).toHaveCount(0);
	await show(other, 'To be asked').click();
	await expect(other.getByRole('heading', { name: question })).toBeVisible();
	await context.close();
});

test('an entry is asked what it raises, and asked a question of one’s own', async ({
	page,
	accessible,
}, info) => {
	await open(page);
	const question = await words(page);
	await list(page).first().getByRole('link').first().click();
	await expect(page).toHaveURL(/timeline\?entry=/);
	if (info.project.name === 'phone') await page.getByRole('button', { name: 'More' }).click();
	const ask = page.getByRole('button', { name: 'Ask', exact: true });
	await ask.click();
	await expect(page.getByRole('heading', { name: question })).toBeVisible();
	await accessible();
	await page.getByLabel('A question of your own').fill('What did the graph show before?');
	await page.getByRole('button', { name: 'Ask it' }).click();
	await expect(page.getByRole('heading', { name: 'What did the graph show before?' })).toBeVisible();
});

test('what cannot be fetched says so, and is tried again', async ({ page, complaints }) => {
	await open(page);
	await page.route('**/reviews/*/questions', (route) =>
		route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
	);
	await page.reload();
	await expect(page.getByRole('alert')).toContainText('The server does not answer.');
	await page.unroute('**/reviews/*/questions');
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(list(page).first()).toBeVisible();
	complaints.length = 0;
});
