import type { Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { expect, test } from './house.ts';
import { cameIn, reviewOf } from './rooms.ts';

test.use({ house: 'meeting' });

const seconds = async (page: Page) => {
	const [minutes = '0', rest = '0'] = (await page.getByTestId('time-left').innerText()).split(':');
	return Number(minutes) * 60 + Number(rest);
};

test('three browsers hold one meeting', async ({ browser, server }, info) => {
	test.skip(
		info.project.name !== 'desk',
		'one screen for a room; on a phone the parts stand below each other',
	);
	const [fred, pia, nora] = await cameIn(browser, server, 'Fred', 'Pia', 'Nora');
	if (!fred || !pia || !nora) throw new Error('three came in');
	const review = await reviewOf(fred, 'Talked about together', [pia, nora]);

	await fred.goto(`/reviews/${review}/meetings`);
	await fred.getByRole('button', { name: 'Plan a meeting' }).click();
	const plan = fred.getByRole('dialog', { name: 'Plan a meeting' });
	await plan.getByLabel('Title').fill('The slow orders');
	await plan.getByLabel('Begins').fill('2027-03-10T14:00');
	await plan.getByLabel('Zone').fill('Europe/Berlin');
	await plan.getByLabel('Place').fill('Room 2');
	await plan.getByLabel('Themes').fill('Who knew what when\nThe roll-back');
	await plan.getByLabel('Open questions').fill('What did the graph look like?');
	await plan.getByLabel('Nora').check();
	await plan.getByRole('button', { name: 'Plan it' }).click();
	await fred.waitForURL(/\/meetings\/[^/]+$/);
	for (const page of [pia, nora]) await page.goto(new URL(fred.url()).pathname);
	const all = [fred, pia, nora];
	for (const page of all) {
		await expect(page.getByRole('heading', { name: 'The slow orders' })).toBeVisible();
		await expect(page.getByText('notes: Nora')).toBeVisible();
		await expect(page.getByRole('region', { name: 'Agenda' }).getByText('The roll-back')).toBeVisible();
		await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
	}

	const download = fred.waitForEvent('download');
	await fred.getByRole('link', { name: 'Invitation for calendars' }).click();
	const invitation = await readFile(await (await download).path(), 'utf8');
	expect(invitation).toContain('BEGIN:VEVENT');
	expect(invitation).toContain('The slow orders');

	// The timer is one, and only who runs the meeting has its buttons.
	await expect(pia.getByRole('button', { name: 'Start', exact: true })).toHaveCount(0);
	await fred.getByRole('region', { name: 'Agenda' }).getByText('Who knew what when').click();
	for (const page of all) await expect(page.getByText('Now: Who knew what when')).toBeVisible();
	await fred.getByRole('button', { name: 'Start', exact: true }).click();
	for (const page of all)
		await expect(page.getByRole('region', { name: 'Timer' })).toContainText('left', { timeout: 10_000 });
	const shown = await Promise.all(all.map(seconds));
	expect(Math.max(...shown) - Math.min(...shown), `shown: ${shown.join(' ')}`).toBeLessThanOrEqual(1);
	await fred.getByRole('button', { name: 'Pause' }).click();
	for (const page of all) await expect(page.getByRole('region', { name: 'Timer' })).toContainText('paused');
	const stopped = await Promise.all(all.map(seconds));
	expect(new Set(stopped).size).toBe(1);

	// A fix that comes up during the walk is set aside, for everybody.
	await pia.getByLabel('An idea for later').fill('Add an alert on the queue');
	await pia.getByLabel('An idea for later').press('Enter');
	for (const page of all) {
		const lot = page.getByRole('region', { name: 'Parking lot' });
		await expect(lot.getByText('Add an alert on the queue', { exact: true })).toBeVisible();
		await expect(lot.getByText(/soaks until/)).toBeVisible();
	}

	// Several take notes, on what is walked along.
	await nora.getByRole('feed').getByRole('article').first().click();
	await nora.getByRole('textbox', { name: 'Note', exact: true }).fill('Two people looked at the same graph.');
	await nora.getByRole('button', { name: 'Add the note' }).click();
	await pia.getByRole('textbox', { name: 'Note', exact: true }).fill('Nobody knew of the job.');
	await pia.getByRole('button', { name: 'Add the note' }).click();
	for (const page of all) {
		const notes = page.getByRole('region', { name: 'Notes of the meeting' });
		await expect(notes.getByText('Two people looked at the same graph.')).toBeVisible();
		await expect(notes.getByText('Nobody knew of the job.')).toBeVisible();
	}

	await pia.getByRole('button', { name: 'Raise my hand' }).click();
	await nora.getByRole('button', { name: 'Raise my hand' }).click();
	for (const page of all) await expect(page.getByTestId('hands')).toHaveText('2');

	for (const [at, page] of all.entries()) {
		await page.getByText('How was it?').click();
		const survey = page.locator('details');
		await survey
			.getByRole('group', { name: /learned something/ })
			.getByLabel('5')
			.check();
		await survey
			.getByRole('group', { name: /could say/ })
			.getByLabel('4')
			.check();
		await survey.getByRole('button', { name: 'Send' }).click();
		if (at < 2) await expect(survey.getByText('they are shown from three on')).toBeVisible();
	}
	await expect(nora.getByRole('img', { name: /3 gave 5/ })).toBeVisible();

	for (const page of [fred, pia]) {
		const { violations } = await new AxeBuilder({ page }).analyze();
		const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
		expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	}
	for (const page of all) await page.context().close();
});
