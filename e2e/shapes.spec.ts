import type { CDPSession, Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** One incident for all tests of a worker: reading it takes a while. */
let review = '';

async function open(page: Page) {
	review ||= await dropIncident(page, 'Looked at in every shape');
	await page.goto(`/reviews/${review}/timeline`);
	await expect(entries(page).first()).toBeVisible();
}

const entries = (page: Page) => page.getByRole('feed').getByRole('article');
const shape = (page: Page, name: string) =>
	page.getByRole('group', { name: 'Shape' }).getByRole('button', { name });

/** A small picture, so that there is something to show: one pixel. */
const PICTURE = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
	'base64',
);

test('files are attached to an entry, shown and had back', async ({ page, accessible }, info) => {
	await open(page);
	await entries(page).first().click();
	const more = page.getByRole('button', { name: 'More', exact: true });
	if (await more.isVisible()) await more.click();
	else await page.keyboard.press('i');
	const panel = page.getByRole('complementary', { name: 'Beside the timeline' });
	const files = [
		{ name: `whiteboard-${info.project.name}.png`, mimeType: 'image/png', buffer: PICTURE },
		{ name: `export-${info.project.name}.csv`, mimeType: 'text/csv', buffer: Buffer.from('at,orders\n') },
	];
	await panel.getByLabel('Files to attach').setInputFiles(files);
	await expect(panel.getByRole('img', { name: files[0]?.name })).toBeVisible();
	const download = page.waitForEvent('download');
	await panel.getByRole('link', { name: `Download ${files[1]?.name}` }).click();
	expect((await download).suggestedFilename()).toBe(files[1]?.name);
	await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeAttached();
	await accessible();
	await page.reload();
	await expect(entries(page).first()).toBeVisible();
});

/** What two fingers do, `steps` times. */
async function drag(session: CDPSession, from: [number, number], to: [number, number], y: number, steps = 8) {
	const at = (share: number) =>
		[0, 1].map((id) => {
			const [begin, end] = [from[id] ?? 0, to[id] ?? 0];
			return { id, x: begin + (end - begin) * share, y };
		});
	await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0).slice(0, 1) });
	await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
	for (let step = 1; step <= steps; step++) {
		await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / steps) });
	}
	await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('two fingers enlarge the timeline across', async ({ page }, info) => {
	test.skip(info.project.name !== 'phone', 'a desk has no fingers');
	await open(page);
	await shape(page, 'Across').click();
	const ticks = page.locator('.across .axis span');
	const labels = async () => (await ticks.allInnerTexts()).join(' ');
	await expect(ticks.first()).toBeVisible();
	const before = await labels();
	const session = await page.context().newCDPSession(page);
	await drag(session, [240, 260], [150, 360], 600);
	await expect.poll(labels).not.toBe(before);
	await drag(session, [150, 360], [250, 254], 600);
	await expect.poll(labels).toBe(before);
});

test('phase and steps are set at the lower edge of a phone', async ({ page, accessible }, info) => {
	test.skip(info.project.name !== 'phone', 'a desk has menus');
	await open(page);
	const opener = page.getByRole('button', { name: /^Phase and steps/ });
	const box = await opener.boundingBox();
	expect(box?.y ?? 0).toBeGreaterThan(700);
	await opener.click();
	const sheet = page.getByRole('dialog', { name: 'Phase and steps' });
	await accessible();
	await sheet.getByLabel('Phase', { exact: true }).selectOption('Understanding');
	await sheet.getByLabel('State of questions').selectOption('not doing');
	const reason = page.getByRole('dialog', { name: 'Not doing: questions' });
	await accessible();
	await reason.getByLabel('Why it is left out').fill('Asked in the meeting.');
	await reason.getByRole('button', { name: 'Leave it out' }).click();
	await expect(sheet.getByLabel('State of questions')).toHaveValue('not_doing');
	await expect(sheet.getByLabel('Phase', { exact: true })).toHaveValue('understanding');
	await sheet.getByRole('button', { name: 'Close' }).click();
	await expect(page.getByRole('button', { name: 'Phase and steps: Understanding' })).toBeVisible();
});

test('people and phases can be read by everybody', async ({ page, accessible, complaints }, info) => {
	test.skip(info.project.name !== 'desk', 'On a phone they are in one sheet.');
	await open(page);
	await page.getByRole('button', { name: 'People in this review' }).click();
	await expect(page.getByRole('dialog', { name: 'People in this review' })).toBeVisible();
	await accessible();
	await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
	await page.getByRole('button', { name: /^Phase:/ }).click();
	await expect(page.getByRole('menuitemradio', { name: 'Closed' })).toBeVisible();
	await accessible();
	await page.getByRole('menuitemradio', { name: 'Closed' }).click();
	await expect(page.getByRole('dialog', { name: 'The phase did not change' })).toBeVisible();
	await accessible();
	expect(complaints.splice(0)).toEqual([expect.stringContaining('409')]);
});
