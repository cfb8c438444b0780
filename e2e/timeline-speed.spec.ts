import { loadavg } from 'node:os';
import type { CDPSession, Page } from '@playwright/test';
import { dropIncident, expect, test } from './fixtures.ts';

/** How many entries the review is filled with, beside its own. */
const ENTRIES = 5_000;
/** Pasted at once; one update of the document has bounds. */
const AT_ONCE = 1_000;
/** How often each is measured. */
const RUNS = 5;

// The recorder of the tests takes a copy of the page at each step, which costs more than what is measured.
test.use({ trace: 'off' });

interface TraceEvent {
	name: string;
	ph: string;
	dur?: number;
}

/** Pastes lines whose times are spread over half an hour. */
async function fill(page: Page) {
	for (let done = 0; done < ENTRIES; done += AT_ONCE) {
		const lines = Array.from({ length: AT_ONCE }, (_, at) => {
			const seconds = ((done + at) * 7_919) % 1_800;
			const clock = [41 + (Math.floor(seconds / 60) % 19), seconds % 60].map((part) =>
				String(part).padStart(2, '0'),
			);
			return `00:${clock.join(':')} what somebody saw, number ${done + at}`;
		});
		await page.getByRole('button', { name: 'Paste lines' }).click();
		await page.getByRole('textbox', { name: 'Lines with times' }).fill(lines.join('\n'));
		await page.getByRole('button', { name: `Add ${AT_ONCE} entries` }).click();
		await expect(page.getByRole('dialog')).toHaveCount(0);
	}
}

/** The longest task of the page while `act` runs, in milliseconds, from the browser's own trace. */
async function longest(session: CDPSession, act: () => Promise<void>): Promise<number> {
	const events: TraceEvent[] = [];
	const take = ({ value }: { value: unknown[] }) => void events.push(...(value as TraceEvent[]));
	session.on('Tracing.dataCollected', take);
	await session.send('Tracing.start', {
		transferMode: 'ReportEvents',
		traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline'] },
	});
	await act();
	const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
	await session.send('Tracing.end');
	await complete;
	session.off('Tracing.dataCollected', take);
	const tasks = events.filter(({ name, ph }) => name === 'RunTask' && ph === 'X');
	return Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000));
}

/** Prints the longest task of each of several runs, their median, and how busy the machine was. */
async function measure(session: CDPSession, name: string, act: () => Promise<void>) {
	const runs: number[] = [];
	for (let run = 0; run < RUNS; run++) runs.push(await longest(session, act));
	const sorted = runs.toSorted((left, right) => left - right);
	const shown = runs.map((length) => length.toFixed(0)).join(', ');
	const load = loadavg()[0]?.toFixed(1);
	console.log(`${name}: median ${sorted[RUNS >> 1]?.toFixed(0)} ms of ${shown}; load ${load}`);
}

// It prints and asserts nothing about time: machines differ, and a test that times something is no test.
test('five thousand entries scroll, zoom and are gone through', async ({ page }, info) => {
	test.skip(info.project.name === 'phone' || !process.env.SPEED, 'measured when asked for: SPEED=1');
	test.setTimeout(300_000);
	const review = await dropIncident(page, 'A long timeline');
	await page.goto(`/reviews/${review}/timeline`);
	await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
	await fill(page);
	await page.reload();
	await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
	const session = await page.context().newCDPSession(page);
	const box = await page.locator('#timeline').boundingBox();
	await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 300);
	let down = 1;
	await measure(session, 'scroll', async () => {
		down = -down;
		for (let turn = 0; turn < 100; turn++) {
			await page.mouse.wheel(0, -240 * down);
			await page.waitForTimeout(16);
		}
	});
	await measure(session, 'zoom', async () => {
		await page.keyboard.down('Control');
		for (let turn = 0; turn < 60; turn++) {
			await page.mouse.wheel(0, turn < 30 ? -60 : 60);
			await page.waitForTimeout(32);
		}
		await page.keyboard.up('Control');
	});
	await measure(session, 'j', async () => {
		for (let step = 0; step < 60; step++) await page.keyboard.press('j');
	});
	await measure(session, 'pick', async () => {
		for (let step = 0; step < 20; step++) await page.keyboard.press('Space');
	});
	await page.getByRole('button', { name: 'Across' }).click();
	await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 300);
	await measure(session, 'across', async () => {
		for (let turn = 0; turn < 60; turn++) {
			await page.mouse.wheel(0, turn < 30 ? -60 : 60);
			await page.waitForTimeout(32);
		}
	});
	await expect(page.getByRole('feed').getByRole('article').first()).toBeVisible();
});
