import type { Browser, Page } from '@playwright/test';
import { dropIncident } from './fixtures.ts';
import { accept, expect, invite } from './house.ts';
import type { Server } from './server.ts';

export interface Named {
	id: string;
	name: string;
}

/** Calls the server as the person of `page`, for what no page of this story is about. */
export async function call<T>(page: Page, method: string, path: string, data?: unknown): Promise<T> {
	const answer = await page.request.fetch(`/api/v1${path}`, {
		method,
		data: data as object,
		headers: { 'X-Postlude': '1', Origin: new URL(page.url()).origin },
	});
	expect(answer.status(), `${method} ${path}`).toBeLessThan(300);
	const text = await answer.text();
	return (text ? JSON.parse(text) : undefined) as T;
}

export async function me(page: Page): Promise<Named> {
	return (await call<{ person: Named }>(page, 'GET', '/session')).person;
}

/** The people of a house by name, in the order in which they came; the first is its administrator. */
export async function cameIn(browser: Browser, server: Server, ...names: string[]): Promise<Page[]> {
	const pages: Page[] = [];
	for (const name of names) {
		const link = pages[0] ? await invite(pages[0]) : server.link;
		pages.push(await accept(browser, server, link, name));
	}
	return pages;
}

/** A review of the shipped incident in which the others take part. */
export async function reviewOf(organiser: Page, title: string, others: Page[]): Promise<string> {
	const review = await dropIncident(organiser, title);
	for (const other of others) {
		const { id } = await me(other);
		await call(organiser, 'PUT', `/reviews/${review}/people/${id}`, { role: 'participant' });
	}
	return review;
}
