/** What went wrong, for a person (`message`, `hint`) and for the page (`code`, `status`). */
export interface Trouble {
	code: string;
	message: string;
	hint?: string | null;
	/** HTTP status; 0 when no answer came at all. */
	status: number;
}

/** The one error that calls of the server throw. */
export class ApiError extends Error implements Trouble {
	override name = 'ApiError';
	code: string;
	hint: string | null;
	status: number;

	constructor(trouble: Trouble) {
		super(trouble.message);
		this.code = trouble.code;
		this.hint = trouble.hint ?? null;
		this.status = trouble.status;
	}

	/** No answer: the network or the server is away. */
	get offline(): boolean {
		return this.status === 0;
	}
}

export const OFFLINE: Trouble = {
	code: 'offline',
	message: 'The server does not answer.',
	hint: 'What you wrote is kept in this browser and sent when the connection is back.',
	status: 0,
};

/** Any thrown value as something that can be shown. */
export function trouble(error: unknown): Trouble {
	if (error instanceof ApiError) return error;
	if (error instanceof Error) return { code: 'page', message: error.message, hint: null, status: -1 };
	return { code: 'page', message: String(error), hint: null, status: -1 };
}
