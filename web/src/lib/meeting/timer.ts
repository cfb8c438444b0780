import type { Timer } from '$lib/api/rooms';
import { milliseconds } from '$lib/zone/moment';

/**
 * How far the server's clock is ahead of this browser's, in milliseconds. Its time was read somewhere between asking and
 * answer: the middle is wrong by half the way at most.
 */
export function ahead(serverTime: string, asked: number, answered: number): number {
	const server = milliseconds(serverTime);
	return Number.isNaN(server) ? 0 : server - (asked + answered) / 2;
}

/** Seconds that are left at `now` of this browser, whose server is `ahead` of it; below zero when over time. */
export function left(timer: Timer, now: number, ahead: number): number {
	const ends = timer.state === 'running' ? milliseconds(timer.ends) : NaN;
	return Number.isNaN(ends) ? timer.left_s : (ends - (now + ahead)) / 1000;
}

/** `4:01`, `1:00:05`, `−0:12`; a second that has begun is not over. */
export function clock(seconds: number): string {
	const whole = Math.ceil(seconds);
	const length = Math.abs(whole);
	const two = (value: number) => String(value).padStart(2, '0');
	const hours = Math.floor(length / 3600);
	const minutes = Math.floor(length / 60) % 60;
	const shown = hours > 0 ? `${hours}:${two(minutes)}` : `${minutes}`;
	return `${whole < 0 ? '−' : ''}${shown}:${two(length % 60)}`;
}

/** The same for those who hear the page: whole minutes, so that it is not read out every second. */
export function spoken(seconds: number): string {
	const minutes = Math.ceil(Math.abs(seconds) / 60);
	const words = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
	return seconds < 0 ? `over time by up to ${words}` : `up to ${words} left`;
}
