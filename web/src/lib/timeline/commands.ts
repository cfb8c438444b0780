import { keys, type Command } from '$lib/keys/keys.svelte';
import type { Acts } from './acts';
import type { Dialogs } from './dialogs.svelte';
import type { Timeline } from './timeline.svelte';
import { fitAll, fitSelection, STEP, zoomBy } from './zooming';

/** How long the second key of two may take, in milliseconds. */
const SECOND_KEY = 1_500;

export interface CommandSetup {
	timeline: Timeline;
	acts: Acts;
	dialogs: Dialogs;
	search: () => void;
}

/** Everything that a key does on the timeline. The order is that of the help. */
export function commands(setup: CommandSetup): Command[] {
	return [...moving(setup), ...deciding(setup), ...writing(setup), ...looking(setup)];
}

/** Space and Enter belong to a button that has the focus. */
function noButton(): boolean {
	return !document.activeElement?.matches('button:not([data-entry]), a, summary, input, [role=tab]');
}

function moving({ timeline, acts }: CommandSetup): Command[] {
	const group = 'Timeline: moving';
	return [
		{ key: 'j', title: 'Next entry', group, run: () => acts.next(1) },
		{ key: 'k', title: 'Previous entry', group, run: () => acts.next(-1) },
		{ key: 'J', title: 'Select the next one too', group, run: () => acts.next(1, true) },
		{ key: 'K', title: 'Select the previous one too', group, run: () => acts.next(-1, true) },
		{
			key: 'Escape',
			title: 'Take back the selection, or what was begun',
			group,
			available: () => timeline.selection.several.size > 0 || timeline.selection.mergeInto !== null,
			run: () => timeline.selection.clear(),
		},
	];
}

function deciding({ timeline, acts }: CommandSetup): Command[] {
	const group = 'Timeline: deciding';
	const available = () => timeline.document.mayWrite && timeline.selection.current !== null;
	return [
		{
			key: 'Space',
			title: 'Pick it, or take the pick back',
			group,
			available: () => available() && noButton(),
			run: () => acts.pick(),
		},
		{ key: 'x', title: 'Hide it, or show it again', group, available, run: () => acts.hide() },
		{ key: 'm', title: 'Merge: mark the first, then each other', group, available, run: () => acts.merge() },
		{
			key: 'e',
			title: 'Edit it in place',
			group,
			available,
			run: () => (timeline.selection.editing = timeline.selection.current),
		},
		{ key: 'u', title: 'Undo my last change', group, run: () => acts.undo() },
		{ key: 'U', title: 'Redo it', group, run: () => acts.redo() },
	];
}

function writing({ timeline, dialogs }: CommandSetup): Command[] {
	const group = 'Timeline: writing';
	const available = () => timeline.document.mayWrite;
	return [
		{ key: 'a', title: 'Add an entry', group, available, run: () => (dialogs.add = true) },
		{ key: 'n', title: 'Add a note', group, available, run: () => (dialogs.note = true) },
		{ key: 'v', title: 'Paste lines with times', group, available, run: () => (dialogs.paste = true) },
	];
}

function looking({ timeline, search }: CommandSetup): Command[] {
	const group = 'Timeline: looking';
	const { look } = timeline;
	return [
		{
			key: 't',
			title: 'What was true, or what was known when',
			group,
			run: () => (look.known = !look.known),
		},
		{ key: '+', title: 'Enlarge', group, run: () => zoomBy(timeline, STEP) },
		{ key: '-', title: 'Shrink', group, run: () => zoomBy(timeline, 1 / STEP) },
		{ key: '0', title: 'Show the whole window', group, run: () => fitAll(timeline) },
		{ key: 'f', title: 'Show what is selected', group, run: () => fitSelection(timeline) },
		{ key: 'd', title: 'Down, across, or the board of notes', group, run: () => turn(timeline) },
		{ key: 'l', title: 'Lines or cards', group, run: () => (look.lines = !look.lines) },
		{ key: '/', title: 'Search this timeline', group, run: search },
		{ key: 'i', title: 'The entry in full', group, run: () => look.openPanel('entry') },
		{ key: 'g', title: 'Go to: then l leads, c clocks, b board', group, run: () => goTo(timeline) },
	];
}

function turn({ look }: Timeline) {
	const shapes = ['down', 'across', 'board'] as const;
	look.shape = shapes[(shapes.indexOf(look.shape) + 1) % shapes.length] ?? 'down';
}

/** Waits for the second key. */
function goTo({ look }: Timeline) {
	const end = () => {
		clearTimeout(timer);
		stop();
	};
	const second = (key: string, run: () => void): Command => ({
		key,
		title: '',
		group: 'Go to',
		run: () => {
			end();
			run();
		},
	});
	const stop = keys.add([
		second('l', () => look.openPanel('leads')),
		second('c', () => look.openPanel('clocks')),
		second('b', () => (look.shape = look.shape === 'board' ? 'down' : 'board')),
	]);
	const timer = setTimeout(stop, SECOND_KEY);
}
