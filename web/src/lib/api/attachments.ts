import { address, call } from './api';
import type { Attachment } from '$lib/review/types';

export const attachments = {
	async add(review: string, file: File): Promise<Attachment> {
		const answer = await call('POST', `/reviews/${review}/attachments`, {
			query: { name: file.name },
			body: file,
		});
		return (await answer.json()) as Attachment;
	},
	address: (review: string, id: string) => address(`/reviews/${review}/attachments/${id}`),
};
