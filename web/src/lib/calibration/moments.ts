import type { CalibrationAnswer, CalibrationMoment, GivenAnswer, Said } from '$lib/api/rooms';
import { format } from '$lib/zone/format';
import { fromLocal } from '$lib/zone/local';
import { milliseconds } from '$lib/zone/moment';

/** The first moment without an answer after `at`, from the beginning again; null when all are looked at. */
export function nextOpen(moments: CalibrationMoment[], at: number): number | null {
	for (let step = 1; step <= moments.length; step++) {
		const next = (at + step) % moments.length;
		if (moments[next]?.answer === null) return next;
	}
	return null;
}

/** Why somebody is asked about a moment, to themselves: the server tells it of a third person. */
export function toYou(because: string): string {
	const { begins, are } = [
		{ begins: 'is ', are: 'are ' },
		{ begins: 'was ', are: 'were ' },
	].find(({ begins }) => because.startsWith(begins)) ?? { begins: '', are: '' };
	return `you ${are}${because.slice(begins.length)}`;
}

/** What was answered and not given away yet, by the id by which it is released. */
export interface Unreleased {
	id: string;
	title: string;
	/** What others will see of it. */
	becomes: string;
}

/** What a release would show to others, line by line. */
export function unreleased({ moments, added }: Pick<CalibrationAnswer, 'moments' | 'added'>): Unreleased[] {
	const own = moments.flatMap(({ entry, title, answer }) =>
		answer && !answer.released ? [{ id: entry, title, becomes: becomes(answer) }] : [],
	);
	const more = added
		.filter(({ released }) => !released)
		.map((answer) => ({ id: answer.id, title: answer.title ?? '', becomes: becomes(answer) }));
	return [...own, ...more];
}

function becomes({ answer, time, title, text }: GivenAnswer): string {
	if (answer === 'added') return 'an entry of the timeline, by you';
	if (answer === 'confirmed') return 'a note on the entry: that is how you saw it';
	const parts = [
		time ? 'its time is corrected' : '',
		title ? 'its title is corrected' : '',
		text ? 'your words are a note on it' : '',
	];
	return parts.filter(Boolean).join(', ');
}

/** What is typed of a moment: its time as clocks of `zone` show it. */
export interface MomentFields {
	local: string;
	title: string;
	text: string;
}

/** What a form shows first: the answer that was given, else the entry. */
export function fieldsOf(moment: CalibrationMoment, zone: string): MomentFields {
	const { answer } = moment;
	return {
		local: localOf(answer?.time ?? moment.time, zone),
		title: answer?.title ?? moment.title,
		text: answer?.text ?? '',
	};
}

function localOf(time: string | null | undefined, zone: string): string {
	const shown = format(time, zone, 0);
	return shown ? `${shown.date}T${shown.time}` : '';
}

/** Only what differs from the entry is a correction; null when nothing does. */
export function correction(moment: CalibrationMoment, fields: MomentFields, zone: string): Said | null {
	// The field has seconds, the entry may have less than that: a time that was not touched is none.
	const touched = fields.local !== localOf(moment.time, zone);
	const time = touched ? fromLocal(fields.local, zone) : null;
	const title = fields.title.trim();
	const text = fields.text.trim();
	const said = {
		...(time && milliseconds(time) !== milliseconds(moment.time) ? { time } : {}),
		...(title && title !== moment.title ? { title } : {}),
		...(text ? { text } : {}),
	};
	return Object.keys(said).length > 0 ? { answer: 'corrected', ...said } : null;
}

/** A moment that nobody had; null while its time or title is missing. */
export function addition(fields: MomentFields, zone: string): Said | null {
	const time = fromLocal(fields.local, zone);
	const title = fields.title.trim();
	return time && title ? { answer: 'added', time, title, text: fields.text.trim() } : null;
}
