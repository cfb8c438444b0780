/** Why a channel stays closed, by the code with which the server closed it; null: try again. */
export function finalReason(code: number): { code: string; message: string; hint: string } | null {
	switch (code) {
		case 4401:
			return {
				code: 'logged_out',
				message: 'You are not logged in any more.',
				hint: 'Log in again; what you wrote is kept in this browser.',
			};
		case 4403:
			return {
				code: 'not_allowed',
				message: 'You may not see this review any more.',
				hint: 'Ask an organiser of the review.',
			};
		case 4404:
			return {
				code: 'no_review',
				message: 'This review is not there any more, or you may not see it.',
				hint: 'It may lie in the bin, or you were taken out of it: ask an organiser.',
			};
		case 4413:
			return {
				code: 'too_large',
				message: 'A change was too large to be sent.',
				hint: 'Put long text and pictures into attachments.',
			};
		case 4429:
			return {
				code: 'too_many',
				message:
					'This review is open in more pages of yours, or was sent more at once, than the server takes.',
				hint: 'Close the other pages and reload this one; what you wrote is kept in this browser.',
			};
		case 4426:
			return { code: 'page_too_old', message: 'This page is older than the server.', hint: 'Reload it.' };
		default:
			return null;
	}
}
