import { dropIncident } from './fixtures.ts';
import { accept, expect, invite, test } from './house.ts';

test.use({ house: 'review' });

test('a review is read, joined, restricted and left', async ({ browser, server }, info) => {
	test.skip(info.project.name !== 'desk', 'People and phases are looked at on a desk.');
	const organiser = await accept(browser, server, server.link, 'Olive');
	const member = await accept(browser, server, await invite(organiser), 'Mika');
	const third = await accept(browser, server, await invite(organiser), 'Toni');
	const review = await dropIncident(organiser, 'Shared');

	await member.goto('/');
	await member.getByRole('link', { name: 'Shared' }).first().click();
	await expect(member.getByText('You are reading.')).toBeVisible();
	await member.getByRole('button', { name: 'Take part' }).click();
	await expect(member.getByText('You are reading.')).toHaveCount(0);

	await organiser.getByRole('button', { name: 'People in this review' }).click();
	const dialog = organiser.getByRole('dialog', { name: 'People in this review' });
	await expect(dialog.getByLabel('Role of Mika')).toHaveValue('participant');
	await dialog.getByLabel('Role of Mika').selectOption('facilitator');
	await dialog.getByRole('button', { name: 'Leave this review' }).click();
	await expect(dialog.getByRole('alert')).toBeVisible();
	await dialog.getByRole('radio', { name: /^Restricted/ }).check();
	await third.goto('/');
	await expect(third.getByRole('link', { name: 'Shared' })).toHaveCount(0);
	await third.goto(`/reviews/${review}/timeline`);
	await expect(third.getByRole('alert')).toBeVisible();
	await dialog.getByLabel('Add somebody of the house').fill('ton');
	await dialog.getByRole('button', { name: 'Add Toni' }).click();
	await expect(dialog.getByLabel('Role of Toni')).toHaveValue('participant');

	await dialog.getByRole('button', { name: 'Remove Mika' }).click();
	await expect(member.getByText(/may not see/)).toBeVisible();
	await dialog.getByRole('button', { name: 'Close' }).click();

	await organiser.getByRole('button', { name: /^Phase:/ }).click();
	await organiser.getByRole('menuitemradio', { name: 'Closed' }).click();
	const refusal = organiser.getByRole('dialog', { name: 'The phase did not change' });
	await refusal.getByLabel('Reason').fill('Nobody outside is concerned.');
	await refusal.getByLabel('Look again on').fill('2099-01-01');
	await refusal.getByRole('button', { name: 'Close without sharing' }).click();
	await expect(organiser.getByRole('button', { name: 'Phase: Closed' })).toBeVisible();
	for (const page of [organiser, member, third]) await page.context().close();
});
