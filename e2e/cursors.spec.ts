import type { Page } from '@playwright/test';
import { dropIncident } from './fixtures.ts';
import { accept, expect, invite, test } from './house.ts';

test.use({ house: 'cursors' });

const shape = (page: Page, name: string) =>
	page.getByRole('group', { name: 'Shape' }).getByRole('button', { name, exact: true }).click();

test('others are seen where they point, in every shape', async ({ browser, server }, info) => {
	test.skip(info.project.name !== 'desk', 'a finger points at nothing before it touches');
	const olive = await accept(browser, server, server.link, 'Olive');
	const mika = await accept(browser, server, await invite(olive), 'Mika');
	const review = await dropIncident(olive, 'Pointed at');
	await mika.goto(`/reviews/${review}/timeline`);
	await expect(mika.getByRole('feed').getByRole('article').first()).toBeVisible();
	await mika.getByRole('button', { name: 'Take part' }).click();

	for (const [name, area] of [
		['Down', '#timeline article >> nth=0'],
		['Across', '.across .room'],
		['Board', '.board'],
	] as const) {
		await shape(olive, name);
		await shape(mika, name);
		const box = await mika.locator(area).boundingBox();
		// Within an entry all is one moment, whose place is its upper edge.
		const [x, y] = [(box?.x ?? 0) + 260, (box?.y ?? 0) + (name === 'Down' ? 3 : 160)];
		await mika.mouse.move(x - 20, y);
		await mika.waitForTimeout(120);
		await mika.mouse.move(x, y);
		const cursor = olive.locator('.cursor').filter({ hasText: 'Mika' });
		await expect(cursor).toBeVisible();
		// Both have the same screen, so it is the same place.
		await expect
			.poll(async () => {
				const at = await cursor.boundingBox();
				return Math.abs((at?.x ?? 0) - x) < 12 && Math.abs((at?.y ?? 0) - y) < 12;
			})
			.toBe(true);
	}
	await shape(olive, 'Across');
	await shape(mika, 'Across');
	await mika.locator('.across article button').first().click();
	await expect(olive.locator('.across article').filter({ hasText: 'Mika' })).toBeVisible();
	for (const page of [olive, mika]) await page.context().close();
});
