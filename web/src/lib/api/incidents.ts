import { address, api, BASE, call, type Query } from './api';
import { ApiError } from './trouble';
import type { Timeline } from './timeline';
import type { Incident, Items, Job, Source } from './types';

export const incidents = {
	get: (id: string) => api.get<Incident>(`/incidents/${id}`),
	sources: (id: string) => api.get<Items<Source>>(`/incidents/${id}/sources`).then((page) => page.items),
	timeline: (id: string) => api.get<Timeline>(`/incidents/${id}/timeline`),
	read: (id: string) => api.post<Job>(`/incidents/${id}/read`),
	paste: (id: string, name: string, text: string) => api.post(`/incidents/${id}/paste`, { name, text }),

	/** Appends a piece of a file; how large it is then. */
	async sendPiece(
		id: string,
		query: { path: string; offset: number; size: number },
		piece: Blob,
		signal?: AbortSignal,
	): Promise<number> {
		await call('POST', `/incidents/${id}/files`, { query, body: piece, signal });
		return query.offset + piece.size;
	},

	/** How much of a file the server has. */
	async fileOffset(id: string, path: string): Promise<number> {
		try {
			const answer = await call('HEAD', `/incidents/${id}/files`, { query: { path } });
			return Number(answer.headers.get('Upload-Offset') ?? 0);
		} catch (error) {
			if (error instanceof ApiError && error.status === 404) return 0;
			throw error;
		}
	},
};

export const jobs = {
	get: (id: string) => api.get<Job>(`/jobs/${id}`),
	cancel: (id: string) => api.delete(`/jobs/${id}`),

	/** Follows a job until it ends; what is returned stops following. The browser reconnects by itself. */
	follow(id: string, changed: (job: Job) => void): () => void {
		const events = new EventSource(`${BASE}/jobs/${id}/events`);
		events.onmessage = (event) => {
			const job = JSON.parse(event.data as string) as Job;
			changed(job);
			if (ended(job)) events.close();
		};
		return () => events.close();
	},
};

/** Whether nothing more will come of a job. */
export function ended(job: Pick<Job, 'state'>): boolean {
	return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** The address of a call about an incident, for links and downloads. */
export function incidentAddress(id: string, path: string, query?: Query): string {
	return address(`/incidents/${id}/${path}`, query);
}
