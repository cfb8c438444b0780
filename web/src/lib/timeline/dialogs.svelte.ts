/** Which of the timeline's dialogs is open. */
export class Dialogs {
	add = $state(false);
	paste = $state(false);
	note = $state(false);
	/** On narrow screens the panel is a sheet over the page. */
	sheet = $state(false);
}
