import { Attempt } from '$lib/account/attempt.svelte';
import { meetings, type Idea, type Meeting, type Survey, type TimerAct } from '$lib/api/rooms';
import { trouble, type Trouble } from '$lib/api/trouble';
import { ahead, left } from './timer';
import { ballotOf } from './ballot';

/** One meeting as everybody in it sees it. */
export class MeetingRoom {
	meeting: Meeting | null = $state.raw(null);
	survey: Survey | null = $state.raw(null);
	/** What the server knows of parked ideas beside the document: how long they soak. */
	soaks: Record<string, Idea> = $state.raw({});
	trouble: Trouble | null = $state.raw(null);
	readonly attempt = new Attempt();
	readonly ballot: string;
	isRaised = $state(false);
	/** This browser's clock, as far as it was looked at. */
	now = $state(Date.now());
	#ahead = $state(0);

	constructor(
		readonly review: string,
		readonly id: string,
	) {
		const kept = ballotOf(id);
		this.ballot = kept.ballot;
		this.isRaised = kept.isRaised;
	}

	readonly left = $derived(this.meeting ? left(this.meeting.timer, this.now, this.#ahead) : 0);
	readonly item = $derived(this.meeting?.agenda.find(({ id }) => id === this.meeting?.item) ?? null);

	async load() {
		try {
			await this.#take(() => meetings.get(this.review, this.id));
			this.survey = await meetings.survey(this.review, this.id);
			this.trouble = null;
		} catch (error) {
			this.trouble = trouble(error);
		}
	}

	/** Ideas are parked in the document; their soak is asked for. While the server is away it is simply not shown. */
	async loadSoaks() {
		const ideas = await meetings.parking(this.review).catch(() => []);
		this.soaks = Object.fromEntries(ideas.map((idea) => [idea.id, idea]));
	}

	timer(act: TimerAct) {
		return this.attempt.run(() => this.#take(() => meetings.timer(this.review, this.id, act)));
	}

	speakAbout(item: string) {
		return this.attempt.run(() => this.#take(() => meetings.item(this.review, this.id, item)));
	}

	/** The next item, or the one before. */
	step(by: 1 | -1) {
		const agenda = this.meeting?.agenda ?? [];
		const at = agenda.findIndex(({ id }) => id === this.meeting?.item);
		const next = agenda[at < 0 ? 0 : at + by];
		if (next) void this.speakAbout(next.id);
	}

	raise(isRaised: boolean) {
		return this.attempt.run(async () => {
			const { hands } = await meetings.hand(this.review, this.id, this.ballot, isRaised);
			this.isRaised = isRaised;
			ballotOf(this.id, isRaised);
			if (this.meeting) this.meeting = { ...this.meeting, hands };
		});
	}

	answer(learned: number, heard: number) {
		return this.attempt.run(async () => {
			await meetings.answer(this.review, this.id, { ballot: this.ballot, learned, heard });
			this.survey = await meetings.survey(this.review, this.id);
		});
	}

	async #take(what: () => Promise<Meeting>) {
		const asked = Date.now();
		const meeting = await what();
		// An answer that was overtaken by a newer one would turn the page back.
		if (this.meeting && meeting.version < this.meeting.version) return;
		this.#ahead = ahead(meeting.server_time, asked, Date.now());
		this.now = Date.now();
		this.meeting = meeting;
	}
}
