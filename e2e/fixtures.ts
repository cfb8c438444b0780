import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { start, type Server } from './server.ts';

/** The recorded incident that the project ships. */
export const INCIDENT = join(import.meta.dirname, '../demo/incident');

const PICTURES = join(import.meta.dirname, '../docs/pictures');

interface Fixtures {
	/** What the browser complained of; a test that expects a complaint takes it out. */
	complaints: string[];
	/** Fails on serious findings about the page as it is now. */
	accessible: () => Promise<void>;
	/** Keeps a picture of the page for the manual, where `PICTURES` is set. */
	picture: (name: string) => Promise<void>;
}

interface WorkerFixtures {
	server: Server;
	/** Cookies of somebody who came in by the printed link, which works once. */
	entered: Awaited<ReturnType<Page['context']>>['storageState'] extends (
		...all: never[]
	) => Promise<infer State>
		? State
		: never;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	server: [
		async ({}, use) => {
			const server = await start();
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 60_000 },
	],
	entered: [
		async ({ server, browser }, use) => {
			const context = await browser.newContext();
			const page = await context.newPage();
			await page.goto(server.link);
			await expect(page.getByRole('heading', { name: 'Reviews' })).toBeAttached();
			const state = await context.storageState();
			await context.close();
			await use(state);
		},
		{ scope: 'worker' },
	],
	baseURL: async ({ server }, use) => use(server.address),
	storageState: async ({ entered }, use) => use(entered),
	complaints: [
		async ({ page }, use) => {
			const complaints: string[] = [];
			page.on('console', (message) => {
				if (message.type() === 'error') complaints.push(message.text());
			});
			page.on('pageerror', (error) => complaints.push(error.message));
			await use(complaints);
			expect(complaints).toEqual([]);
		},
		{ auto: true },
	],
	accessible: async ({ page }, use) => {
		await use(async () => {
			const { violations } = await new AxeBuilder({ page }).analyze();
			const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
			expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
			const beyond = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			expect(beyond, 'the page is no wider than the screen').toBe(0);
		});
	},
	picture: async ({ page }, use, info) => {
		await use(async (name) => {
			if (!process.env.PICTURES || info.project.name !== 'desk') return;
			// Playwright knows no WebP, the browser does: a third of the bytes at the same sharpness.
			const browser = await page.context().newCDPSession(page);
			const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
			await mkdir(PICTURES, { recursive: true });
			await writeFile(join(PICTURES, `${name}.webp`), data, 'base64');
		});
	},
});

export { expect };

/** Drops the shipped incident and waits until its timeline is there; the id of the review. */
export async function dropIncident(page: Page, title?: string): Promise<string> {
	await page.goto('/');
	await page.locator('input[webkitdirectory]').setInputFiles(INCIDENT);
	if (title) {
		const field = page.getByLabel('Title of the review');
		await expect(field).toBeEnabled();
		await field.fill(title);
		await field.blur();
	}
	await page.waitForURL(/\/reviews\/[^/]+\/timeline/, { timeout: 120_000 });
	return new URL(page.url()).pathname.split('/')[2] ?? '';
}
