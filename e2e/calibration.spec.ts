import { dropIncident, expect, test } from './fixtures.ts';
import { call } from './rooms.ts';

/** Where one person works alone, the link itself lets the other in, in a browser that has never been here. */
test('a link opens one’s own moments, which are private until released', async ({
	page,
	browser,
	accessible,
	complaints,
	server,
}, info) => {
	const review = await dropIncident(page, 'Confirmed by those who were there');
	await page.goto(`/reviews/${review}/timeline`);
	await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
	await page.goto(`/reviews/${review}/calibration`);
	await expect(page.getByRole('heading', { name: 'Calibration' })).toBeVisible();
	await page.getByLabel('Somebody else, by name').fill('Nina');
	await page.getByRole('button', { name: 'Make a link', exact: true }).click();
	const choose = page.getByRole('dialog', { name: /Which moments were/ });
	for (const at of [0, 1, 2]) await choose.getByRole('checkbox').nth(at).check();
	await accessible();
	await choose.getByRole('button', { name: 'Make the link' }).click();
	expect(complaints.splice(0)).toEqual([expect.stringContaining('422')]);
	const made = page.getByRole('status', { name: 'The new link' });
	await expect(made).toBeVisible();
	const url = await made.locator('code').innerText();
	await accessible();

	const context = await browser.newContext({
		baseURL: server.address,
		storageState: undefined,
		viewport: { width: 390, height: 844 },
		hasTouch: true,
	});
	const phone = await context.newPage();
	await phone.goto(new URL(url).pathname + new URL(url).hash);
	await expect(phone.getByRole('heading', { name: 'Your moments' })).toBeVisible();
	await expect(phone.getByRole('article', { name: 'Moment' })).toBeVisible();
	const total = Number(/of (\d+) looked/.exec(await phone.getByText(/looked at$/).innerText())?.[1]);
	expect(total).toBeGreaterThan(0);
	await phone.getByRole('button', { name: 'That is how it was' }).click();
	await expect(phone.getByText(`1 of ${total} looked at`)).toBeVisible();

	// The key opened once; after a reload the browser still knows.
	await phone.reload();
	await expect(phone.getByText(`1 of ${total} looked at`)).toBeVisible();
	const next = phone.getByRole('button', { name: /^(Skip|Next)$/ });
	while (await next.isEnabled()) await next.click();
	await phone.getByRole('button', { name: 'Add a moment' }).click();
	await phone.getByLabel('When').fill('2026-11-23T01:00:00');
	await phone.getByLabel('What happened').fill(`I called support (${info.project.name})`);
	await phone.getByRole('button', { name: 'Add it' }).click();
	const release = phone.getByRole('region', { name: 'Release' });
	await expect(release.getByText('an entry of the timeline, by you')).toBeVisible();

	// Whoever runs the review sees numbers only.
	await page.reload();
	await expect(page.getByRole('group', { name: 'Coverage' })).toContainText(
		`1 of ${total} moments looked at`,
	);
	await page.goto(`/reviews/${review}/timeline`);
	await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
	await expect(page.getByText('I called support')).toHaveCount(0);

	await release.getByRole('button', { name: 'Release 2 answers' }).click();
	await expect(release.getByRole('status')).toContainText('2 answers were released');
	const { entries } = await call<{ entries: Record<string, { title?: string; lane?: string }> }>(
		page,
		'GET',
		`/reviews/${review}/document`,
	);
	const added = Object.values(entries).filter(({ title }) => title?.startsWith('I called support'));
	expect(added.map(({ lane }) => lane)).toEqual(['people']);

	const beyond = await phone.evaluate(
		() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
	);
	expect(beyond).toBe(0);
	await context.close();
});

test('a link that is not whole, or was taken back, says so', async ({ page, complaints }) => {
	await page.goto('/calibration');
	await expect(page.getByText('This link is not whole')).toBeVisible();
	await page.goto('/calibration?again#nothing');
	await expect(page.getByRole('alert')).toBeVisible();
	expect(complaints.splice(0)).toEqual([expect.stringContaining('410')]);
});
