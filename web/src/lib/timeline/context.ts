import { createContext } from 'svelte';
import type { Workspace } from '$lib/frame/workspace.svelte';
import type { Acts } from './acts';
import type { Dialogs } from './dialogs.svelte';
import type { IncidentDraft } from './incident.svelte';
import type { Timeline } from './timeline.svelte';

/** What the parts of the timeline page share. */
export interface TimelineContext {
	workspace: Workspace;
	timeline: Timeline;
	acts: Acts;
	dialogs: Dialogs;
	draft: IncidentDraft;
}

export const [getTimeline, setTimeline] = createContext<TimelineContext>();
