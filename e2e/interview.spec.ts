import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './house.ts';
import { call, cameIn, me, reviewOf } from './rooms.ts';

test.use({ house: 'interview' });

test('an interview of two, and the one quote that its person releases', async ({ browser, server }, info) => {
	test.skip(info.project.name !== 'desk', 'told once');
	const [olive, pia, fred] = await cameIn(browser, server, 'Olive', 'Pia', 'Fred');
	if (!olive || !pia || !fred) throw new Error('three came in');
	const review = await reviewOf(olive, 'Asked beforehand', [pia]);

	// Fred is asked to facilitate, and claims it.
	await olive.getByRole('button', { name: 'People in this review' }).click();
	const asking = olive.getByRole('region', { name: 'Ask for help' });
	await asking.getByLabel('Whom to ask').selectOption('Fred');
	await asking.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(asking.getByText('as facilitator · asked')).toBeVisible();
	await fred.goto('/');
	await fred.getByRole('button', { name: 'I do it' }).click();
	await expect(fred.getByRole('button', { name: 'I do it' })).toHaveCount(0);

	await fred.goto(`/reviews/${review}/interviews`);
	await fred.getByLabel('Ask for an interview').selectOption('Pia');
	await fred.getByRole('button', { name: 'Ask', exact: true }).click();
	await expect(fred.getByText('Pia has not answered yet')).toBeVisible();
	await expect(fred.getByRole('button', { name: 'Keep it' })).toHaveCount(0);
	await fred.getByText('Suggested questions').click();
	await fred.getByRole('button', { name: /^Add “What did you look at first/ }).click();

	// Consent comes first.
	await pia.goto('/');
	await pia.getByRole('link', { name: /Fred asks you for an interview/ }).click();
	await expect(pia.getByText('What did you look at first, and what did it tell you?')).toBeVisible();
	await pia.getByRole('button', { name: 'Yes, notes may be taken' }).click();

	await fred.getByLabel('quote, word by word').check();
	await fred.getByRole('textbox', { name: 'Quote' }).fill('The graph was green.');
	await fred.getByRole('button', { name: 'Keep it' }).click();
	await fred.getByLabel('note', { exact: true }).check();
	await fred.getByRole('textbox', { name: 'Note' }).fill('She was in another call.');
	await fred.getByRole('button', { name: 'Keep it' }).click();
	await expect(pia.getByText('“The graph was green.”')).toBeVisible();

	// Off the record nothing is written, and only Pia ends it.
	await pia.getByRole('button', { name: 'Off the record' }).click();
	await expect(fred.getByText('Off the record: nothing can be written down now.')).toBeVisible();
	await expect(fred.getByRole('button', { name: 'Keep it' })).toHaveCount(0);
	await pia.getByRole('button', { name: 'Go on the record again' }).click();
	await expect(fred.getByRole('button', { name: 'Keep it' })).toBeVisible();

	await fred.getByRole('button', { name: 'I talk' }).click();
	await expect(fred.getByText(/^Pia: 0 %/)).toBeVisible();

	// The organiser and administrator finds no sign of it.
	const room = new URL(fred.url()).pathname;
	await olive.goto(room);
	await expect(olive.getByRole('alert')).toBeVisible();
	await expect(olive.getByText('The graph was green')).toHaveCount(0);

	await expect(fred.getByRole('button', { name: 'Release it' })).toHaveCount(0);
	await pia.getByRole('button', { name: 'Release it' }).click();
	await pia.getByRole('button', { name: 'Release the quote' }).click();
	await expect(pia.getByText('released', { exact: true })).toBeVisible();
	const { id } = await me(pia);
	const document = await call<{ notes: Record<string, { text: string; by: string }> }>(
		olive,
		'GET',
		`/reviews/${review}/document`,
	);
	const notes = Object.values(document.notes);
	expect(notes.map(({ text, by }) => ({ text, by }))).toEqual([{ text: 'The graph was green.', by: id }]);

	for (const page of [fred, pia]) {
		const { violations } = await new AxeBuilder({ page }).analyze();
		const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
		expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	}

	// A consent that is withdrawn takes everything with it but what was released.
	await pia.getByRole('button', { name: 'Withdraw my consent' }).click();
	await pia.getByRole('button', { name: 'Withdraw and delete' }).click();
	await expect(fred.getByText('Pia withdrew the consent')).toBeVisible();
	await expect(fred.getByText('She was in another call.')).toHaveCount(0);
	for (const page of [olive, pia, fred]) await page.context().close();
});
