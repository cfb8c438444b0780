import type { Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** One incident for all tests of a worker: reading it takes a while. */
let review = '';

async function open(page: Page, query = '') {
	review ||= await dropIncident(page, 'Evidence to look at');
	await page.goto(`/reviews/${review}/evidence${query}`);
	await expect(page.getByRole('heading', { name: 'Evidence', exact: true })).toBeVisible();
}

const rows = (page: Page) => page.getByRole('grid', { name: 'Records' }).getByRole('row');
const total = (page: Page) => page.getByRole('search').getByRole('status');

test('all records are there, from the first to the last', async ({ page, accessible, picture }) => {
	await open(page);
	await expect(rows(page).first()).toContainText(/\d{2}:\d{2}:\d{2}/);
	const all = Number((await total(page).innerText()).replace(/\D/g, ''));
	expect(all).toBeGreaterThan(20_000);
	await page.getByRole('grid', { name: 'Records' }).press('End');
	// The last are those without a time.
	await expect(page.locator(`#record-${all - 1}`)).toContainText(/\S/);
	await accessible();
	await picture('evidence');
});

test('filters narrow, and are taken away again', async ({ page }) => {
	await open(page);
	await expect(total(page)).toHaveText(/\d/);
	const before = await total(page).innerText();
	await page.getByRole('searchbox', { name: 'Text in the record' }).fill('connection');
	await expect(total(page)).not.toHaveText(before);
	await expect(rows(page).first()).toContainText(/connection/i);
	await page.getByRole('button', { name: 'Severity' }).click();
	await page.getByRole('checkbox', { name: /^error/ }).check();
	await page.keyboard.press('Escape');
	await expect(rows(page).first()).toContainText('error');
	await page.getByRole('button', { name: 'Clear filters' }).click();
	await expect(total(page)).toHaveText(before);
});

test('a span is chosen in the histogram by keys', async ({ page }, info) => {
	test.skip(info.project.name === 'phone', 'a phone has no keys');
	await open(page);
	const plot = page.getByRole('application', { name: /Records over time/ });
	await expect(total(page)).toHaveText(/\d/);
	const before = await total(page).innerText();
	await plot.press('End');
	for (let step = 0; step < 20; step++) await plot.press('Shift+ArrowLeft');
	await plot.press('Enter');
	await expect(total(page)).not.toHaveText(before);
	await plot.press('Escape');
	await expect(total(page)).toHaveText(before);
});

test('a record shows its exact original, and goes onto the timeline', async ({
	page,
	accessible,
	picture,
}) => {
	await open(page);
	await page.getByRole('searchbox', { name: 'Text in the record' }).fill('database system is ready');
	await expect(rows(page).first()).toContainText('database system is ready');
	await rows(page).first().click();
	const record = page.getByRole('complementary', { name: 'Record' });
	await expect(record.locator('mark')).toContainText('database system is ready to accept connections');
	await accessible();
	await picture('evidence-record');
	await record.getByRole('button', { name: 'Put on the timeline' }).click();
	await page.getByLabel('What happened').fill('The database was back');
	await page.getByRole('dialog').getByRole('button', { name: 'Put on the timeline' }).click();
	await expect(page.getByText('It is on the timeline.')).toBeVisible();
	await expect(page.getByTitle('All that you wrote is on the disk of the server')).toBeVisible();
});

test('a citation opens the exact bytes and scrolls to the record', async ({ page }) => {
	await open(page);
	await page.getByRole('grid', { name: 'Records' }).press('End');
	const last = rows(page).last();
	await expect(last).toContainText(/\S/);
	await last.click();
	const record = page.getByRole('complementary', { name: 'Record' });
	const place = await record.locator('figcaption').innerText();
	const found = /\((s\d+)[^)]*bytes ([\d\s\u202f]+) to ([\d\s\u202f]+),/.exec(place);
	const [source, from, to] = (found?.slice(1) ?? []).map((part) => part.replace(/[\s\u202f]/g, ''));
	const text = await record.locator('mark').innerText();
	await open(page, `?source=${source}&from=${from}&to=${to}`);
	await expect(record.locator('mark')).toHaveText(text);
	await expect(page.locator('[role=row][aria-selected=true]')).toBeVisible();
});

test('sources tell their format, span, clock and oddities', async ({ page, accessible, picture }) => {
	await open(page);
	await page.getByRole('tab', { name: /Sources/ }).click();
	const source = page.getByRole('row').filter({ hasText: 'services/stock-1.log' });
	await expect(source).toContainText('5 h 30 min');
	await accessible();
	await picture('evidence-sources');
});

test('series are plotted with a text beside them', async ({ page, accessible }) => {
	await open(page);
	await page.getByRole('tab', { name: 'Series' }).click();
	await page.getByRole('searchbox', { name: 'Find a series' }).fill('db_pool_in_use');
	await page.getByRole('checkbox', { name: /db_pool_in_use/ }).check();
	await expect(page.locator('.plot canvas')).toBeVisible();
	await expect(page.getByRole('cell', { name: /orders-1/ })).toBeVisible();
	await accessible();
});

test('a trace is drawn as a waterfall that leads to its bytes', async ({ page, accessible }) => {
	await open(page);
	await page.getByRole('tab', { name: 'Traces' }).click();
	await page.getByRole('table').getByRole('button').first().click();
	const trace = page.getByRole('region', { name: 'Trace' });
	await expect(trace).toContainText(/\d+ spans in/);
	await accessible();
	await trace.getByRole('listitem').first().getByRole('button').click();
	await expect(page.getByRole('complementary', { name: 'Record' }).locator('mark')).toContainText('spanId');
});

test('SQL reads and cannot write', async ({ page, complaints }) => {
	await open(page);
	await page.getByRole('tab', { name: 'SQL' }).click();
	await page.getByRole('button', { name: 'Run' }).click();
	await expect(page.getByRole('region', { name: 'Answer' })).toContainText('cart');
	await page.getByRole('textbox', { name: /SQL over/ }).fill('delete from log');
	await page.getByRole('button', { name: 'Run' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	complaints.length = 0;
});
