import { address, call } from './api';
import type { Attachment } from '$lib/review/types';

export const attachments = {
	async add(review: string, file: File): Promise<Attachment> {
		const answer = await call('POST', `/reviews/${review}/attachments`, {
			query: { name: file.name },
			body: file,
		});
		// The answer says more; this is what the document keeps (crates/collab/SCHEMA.md).
		const { id, name, media_type, size } = (await answer.json()) as Attachment;
		return { id, name, media_type, size };
	},
	address: (review: string, id: string) => address(`/reviews/${review}/attachments/${id}`),
};
