/** The kinds of an entry: each has a shape of its own, so that colour is never the message. */
export const KINDS = {
	change: { shape: '◆', name: 'change', colour: '--kind-change' },
	alert: { shape: '!', name: 'alert', colour: '--kind-alert' },
	message: { shape: '“', name: 'message', colour: '--kind-message' },
	errors: { shape: '×', name: 'errors', colour: '--kind-trouble' },
	latency: { shape: '▲', name: 'latency', colour: '--kind-measure' },
	traffic: { shape: '≈', name: 'traffic', colour: '--kind-measure' },
	saturation: { shape: '■', name: 'saturation', colour: '--kind-measure' },
	metric: { shape: '~', name: 'metric', colour: '--kind-measure' },
	restart: { shape: '↻', name: 'restart', colour: '--kind-change' },
	new_log: { shape: '+', name: 'new log line', colour: '--kind-trouble' },
	silence: { shape: '○', name: 'silence', colour: '--kind-silence' },
	gap: { shape: '…', name: 'gap in the monitoring', colour: '--kind-silence' },
	recovery: { shape: '✓', name: 'recovery', colour: '--kind-recovery' },
	/** An entry that people added. */
	people: { shape: '●', name: 'added by people', colour: '--kind-message' },
} as const;

export type Kind = keyof typeof KINDS;

/** The kind named `name`; a kind that this page does not know yet is drawn like a measure. */
export function kind(name: string | null | undefined): (typeof KINDS)[Kind] {
	if (!name) return KINDS.people;
	return name in KINDS ? KINDS[name as Kind] : KINDS.metric;
}
