import type uPlot from 'uplot';
import { format } from '$lib/zone/format';
import { columns, measured, type Line } from './lines';

/** Colours that stay apart for colour-blind readers, in the order of the lines; names of custom properties. */
export const LINE_COLOURS = [
	'--kind-measure',
	'--kind-alert',
	'--kind-change',
	'--kind-recovery',
	'--kind-trouble',
	'--kind-message',
	'--caution',
	'--ink-soft',
];

/** A canvas knows no custom properties: the colour of `name` as the page has it now. */
function colour(element: HTMLElement, name: string): string {
	const probe = document.createElement('span');
	probe.style.color = `var(${name})`;
	element.append(probe);
	const value = getComputedStyle(probe).color;
	probe.remove();
	return value;
}

/** Draws lines into `element`; what is returned takes the plot away. The library is fetched when first needed. */
export async function draw(
	element: HTMLElement,
	lines: Line[],
	unit: string | null,
	zone: string,
): Promise<uPlot> {
	const [{ default: Plot }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
	const ink = colour(element, '--ink-soft');
	const rule = colour(element, '--hairline');
	const face = getComputedStyle(element).fontFamily;
	const axis = {
		stroke: ink,
		font: `12px ${face}`,
		grid: { stroke: rule, width: 1 },
		ticks: { stroke: rule, width: 1 },
	};
	return new Plot(
		{
			width: element.clientWidth,
			height: 180,
			legend: { show: false },
			cursor: { y: false },
			series: [
				{},
				...lines.map((line, at) => ({
					label: line.label,
					stroke: colour(element, LINE_COLOURS[at] ?? '--ink-soft'),
					width: 1.25,
					points: { show: false },
				})),
			],
			axes: [
				{
					...axis,
					values: (_, moments) =>
						moments.map(
							(moment) => format(new Date(moment * 1000).toISOString(), zone, 0)?.time.slice(0, 8) ?? '',
						),
				},
				{ ...axis, size: 64, values: (_, values) => values.map((value) => measured(value, unit)) },
			],
		},
		columns(lines) as uPlot.AlignedData,
		element,
	);
}
