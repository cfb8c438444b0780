import type { Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** One incident for all tests of a worker: reading it takes a while. */
let review = '';

async function open(page: Page) {
	review ||= await dropIncident(page, 'A timeline to complete');
	await page.goto(`/reviews/${review}/timeline`);
	await expect(cards(page).first()).toBeVisible();
}

const cards = (page: Page) => page.getByRole('feed').getByRole('article');
const current = (page: Page) => page.locator('article[aria-current=true]');
const progress = (page: Page) => page.getByRole('status').filter({ hasText: 'picked' }).first();

test('entries are gone through, picked, hidden, merged and had back by keys', async ({
	page,
	accessible,
	picture,
}, info) => {
	test.skip(info.project.name === 'phone', 'a phone has no keys');
	await open(page);
	await accessible();
	await picture('timeline');
	const before = await progress(page).innerText();
	await page.keyboard.press('j');
	const first = await current(page).getAttribute('data-entry');
	await page.keyboard.press('Space');
	await expect(page.locator(`[data-entry="${first}"]`)).toContainText('picked');
	await expect(current(page)).not.toHaveAttribute('data-entry', first ?? '');
	const second = await current(page).getAttribute('data-entry');
	await page.keyboard.press('x');
	await expect(page.locator(`[data-entry="${second}"]`)).toHaveCount(0);
	await page.keyboard.press('m');
	await page.keyboard.press('j');
	await page.keyboard.press('m');
	await page.keyboard.press('Escape');
	await expect(page.getByText('tells 1 more')).toBeVisible();
	for (let step = 0; step < 3; step++) await page.keyboard.press('u');
	await expect(progress(page)).toHaveText(before);
	await expect(page.getByText('tells 1 more')).toHaveCount(0);
});

test('an entry shows the exact lines it comes from', async ({ page, accessible }) => {
	await open(page);
	await cards(page).first().click();
	const panel = page.getByRole('complementary', { name: 'Beside the timeline' });
	const more = page.getByRole('button', { name: 'More', exact: true });
	if (await more.isVisible()) await more.click();
	else await page.keyboard.press('i');
	await expect(panel.locator('mark')).toContainText(/\S/);
	await expect(panel.getByRole('link', { name: 'Open it among the evidence' })).toHaveAttribute(
		'href',
		/source=/,
	);
	await accessible();
});

test('what was known stands where it became known', async ({ page, accessible, picture }) => {
	await open(page);
	await page.getByRole('button', { name: 'Known' }).click();
	await expect(page.getByRole('group', { name: 'Point of view' })).toBeVisible();
	await expect(page.getByText(/known .* after, by/).first()).toBeVisible();
	await page.getByLabel('Whose knowledge').selectOption({ index: 1 });
	await expect(page.getByText(/\d+ known, \d+ later/)).toBeVisible();
	await accessible();
	await picture('timeline-known');
});

test('pasted lines are shown first, then become entries in one step', async ({ page, accessible }) => {
	await open(page);
	const before = await progress(page).innerText();
	await page.getByRole('button', { name: 'Paste lines' }).click();
	const lines = Array.from(
		{ length: 30 },
		(_, at) => `00:${String(at + 20).padStart(2, '0')} line ${at} of the notes`,
	);
	await page.getByRole('textbox', { name: 'Lines with times' }).fill(`nobody said when\n\n${lines.join('\n')}`);
	await expect(page.getByText('30 of 31 lines have a time')).toBeVisible();
	await accessible();
	await page.getByRole('button', { name: 'Add 30 entries' }).click();
	await expect(page.getByText('line 0 of the notes')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(progress(page)).toHaveText(before);
});

test('notes hang on entries and lie on the board', async ({ page, accessible, picture }) => {
	await open(page);
	await cards(page).first().click();
	await page.getByRole('button', { name: 'Note', exact: true }).first().click();
	await page.getByRole('radio', { name: 'surprised' }).click();
	await page.getByRole('textbox', { name: 'What surprised you?' }).fill('Nobody had seen this before');
	await page.getByRole('button', { name: 'Add the note' }).click();
	await expect(page.getByText('Nobody had seen this before').first()).toBeVisible();
	await page.getByRole('button', { name: 'Board' }).click();
	const note = page.locator('[data-note]').filter({ hasText: 'surprised' }).first();
	await note.getByRole('button', { name: /Vote/ }).click();
	await expect(note.getByRole('button', { name: /Vote/ })).toHaveAttribute('aria-pressed', 'true');
	await accessible();
	await picture('timeline-board');
});

test('leads say where to look and lead to their entries; clocks say what would move', async ({
	page,
}, info) => {
	test.skip(info.project.name === 'phone', 'the panel is a sheet there');
	await open(page);
	const panel = page.getByRole('complementary', { name: 'Beside the timeline' });
	await panel.getByRole('tab', { name: /Leads/ }).click();
	await expect(panel.getByText('None of them is a verdict')).toBeVisible();
	await expect(panel.getByText('Speaks for it').first()).toBeVisible();
	await panel.locator('button.entry').first().click();
	await expect(current(page)).toBeVisible();
	await panel.getByRole('tab', { name: 'Clocks' }).click();
	await panel.getByRole('button', { name: 'As the source says' }).first().click();
	// The preview drafts the timeline anew, which an unoptimised program on a busy machine does slowly.
	await expect(panel.getByText(/entries move|No entry moves/)).toBeVisible({ timeout: 60_000 });
	await panel.getByRole('button', { name: 'Leave it' }).click();
});

test('across, time is true to scale', async ({ page, accessible }) => {
	await open(page);
	await page.getByRole('button', { name: 'Across' }).click();
	await expect(cards(page).first()).toBeVisible();
	await accessible();
});

test('two people at once lose nothing and see each other', async ({ page, context }, info) => {
	test.skip(info.project.name === 'phone', 'one of the two has keys');
	await open(page);
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(cards(other).first()).toBeVisible();
	await page.keyboard.press('j');
	const id = await current(page).getAttribute('data-entry');
	await page.keyboard.press('e');
	await page.getByRole('textbox', { name: 'What happened' }).fill('What people say it was');
	await page.keyboard.press('Enter');
	await expect(other.locator(`[data-entry="${id}"]`)).toContainText('What people say it was');
	await other.locator(`[data-entry="${id}"]`).click();
	await other.keyboard.press('Space');
	await expect(page.locator(`[data-entry="${id}"]`)).toContainText('picked');
	await page.keyboard.press('u');
	// Undo is mine only: the words go, the pick of the other stays.
	await expect(page.locator(`[data-entry="${id}"]`)).not.toContainText('What people say it was');
	await expect(page.locator(`[data-entry="${id}"]`)).toContainText('picked');
	await other.keyboard.press('u');
	await other.close();
});

test('who comes while the evidence is read is told so', async ({ page, complaints }) => {
	await page.goto('/');
	const answer = await page.request.post('/api/v1/reviews', {
		data: { title: 'Just begun', incident: { title: 'Just begun' } },
		headers: { 'X-Postlude': '1', Origin: new URL(page.url()).origin },
	});
	const { id } = (await answer.json()) as { id: string };
	await page.route('**/api/v1/incidents/*', async (route) => {
		const incident = (await (await route.fetch()).json()) as object;
		const progress = { bytes: 1, total: 2, records: 0, phase: 'reading', sources: [], sources_done: 0 };
		await route.fulfill({ json: { ...incident, job: { id: 'j', state: 'running', progress, problems: [] } } });
	});
	await page.goto(`/reviews/${id}/timeline`);
	await expect(page.getByText('The evidence is being read')).toBeVisible();
	await expect(page.getByText('No leads yet')).toBeAttached();
	// The browser tells of every answer that says no; there is no draft yet.
	complaints.length = 0;
});

test('a phone has the same acts for the thumb', async ({ page, accessible }, info) => {
	test.skip(info.project.name !== 'phone', 'the desk has keys');
	await open(page);
	await cards(page).nth(1).tap();
	const id = await current(page).getAttribute('data-entry');
	await page.getByRole('button', { name: 'Pick', exact: true }).first().tap();
	await expect(page.locator(`[data-entry="${id}"]`)).toContainText('picked');
	await accessible();
});
