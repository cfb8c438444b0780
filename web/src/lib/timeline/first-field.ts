/** For `{@attach}` on the field that has the keyboard when its dialog opens: the dialog itself looks for the attribute. */
export function firstField(element: HTMLElement) {
	element.setAttribute('autofocus', '');
}
