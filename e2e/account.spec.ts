import { expect, invite, test } from './house.ts';

test.use({ house: 'account' });

const PASSWORD = 'several words are good';

test('people come in, invite, make tokens and log out, in both themes', async ({
	page,
	server,
	accessible,
	complaints,
}) => {
	test.setTimeout(180_000);
	const both = async () => {
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await accessible();
		}
	};
	const menu = async (item: string) => {
		await page.getByRole('button', { name: 'Account and appearance' }).click();
		await page.getByRole('menuitem', { name: item }).click();
	};

	await page.goto('/invitation');
	await expect(page.getByText('This link is not whole.')).toBeVisible();
	await page.goto(server.link);
	await expect(page.getByRole('heading', { name: 'You are invited' })).toBeVisible();
	await both();
	await page.getByLabel('Your name').fill('Olive');
	await page.getByLabel('E-mail address').fill('olive@example.com');
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: 'Make my account' }).click();
	await expect(page.getByRole('heading', { name: 'Reviews' })).toBeAttached();
	await both();

	await menu('People');
	await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible();
	await page.getByLabel('E-mail address (may be left empty)').fill('mika@example.com');
	await page.getByRole('button', { name: 'Make a link' }).click();
	await expect(page.getByText('it makes one account')).toBeVisible();
	await expect(page.getByText('mika@example.com, as member')).toBeVisible();
	await both();
	await page.getByRole('button', { name: 'Withdraw' }).click();
	await expect(page.getByText('mika@example.com, as member')).toHaveCount(0);

	await menu('Account');
	await page.getByLabel('What it is for').fill('reports');
	await page.getByRole('button', { name: 'Make a token' }).click();
	await expect(page.getByText('This is shown only now')).toBeVisible();
	await both();
	await page.getByLabel('New password').fill('other words are good too');
	await page.getByLabel('Password until now').fill('not this one at all');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await both();

	await menu('Log out');
	await expect(page.getByRole('heading', { name: 'Log in' })).toBeVisible();
	await page.getByLabel('E-mail address').fill('olive@example.com');
	await page.getByLabel('Password').fill('wrong words');
	await page.getByRole('button', { name: 'Log in' }).click();
	await expect(page.getByRole('alert')).toBeVisible();
	await both();
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('button', { name: 'Log in' }).click();
	await expect(page.getByRole('heading', { name: 'Reviews' })).toBeAttached();
	await page.goto(await invite(page));
	await expect(page.getByRole('heading', { name: 'You are invited' })).toBeVisible();
	complaints.length = 0;
});
