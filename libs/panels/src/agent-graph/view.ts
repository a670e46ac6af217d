import { attributes, emptyState, type Html, html, partId, preview, routes } from '@binnacle/plugin-kit';
import { queryTerm } from '../shared/query-term.js';
import type { Box, BoxState } from './box.js';
import { type Edge, edgesOf, stateOf } from './edges.js';
import { layoutOf, type Place } from './layout.js';
import type { GraphState } from './state.js';

export const PANEL = 'agent-graph';

/** Boxes drawn: those that work or wait, then those seen last. */
const BOXES_SHOWN = 60;
const [WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE] = [164, 42, 44, 12, 8];

/** Said by a sign and a word, never by colour alone. */
const SIGNS: Readonly<Record<BoxState, string>> = {
  running: '▶',
  waiting: '?',
  completed: '✓',
  failed: '✕',
  cancelled: '–',
};

export function view(state: GraphState): Html {
  if (state.boxes.size === 0)
    return emptyState(
      'No agents yet',
      'Who made whom, and the nodes of graphs: told by parent_id, graph_id and node_id.',
    );
  const all = [...state.boxes.values()];
  const boxes = shownOf(all);
  const indexes = new Map(boxes.map(({ key }, index) => [key, index]));
  const edges = edgesOf(state).flatMap(([from, to]: Edge) => {
    const [a, b] = [indexes.get(from), indexes.get(to)];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
  const { places, layers, rows } = layoutOf({ size: boxes.length, edges });
  const [width, height] = [layers * (WIDTH + GAP_X) - GAP_X + 2 * EDGE, rows * (HEIGHT + GAP_Y) - GAP_Y + 2 * EDGE];
  const more = all.length - boxes.length + state.forgotten;
  const arrow = partId(PANEL, 'arrow');
  const lines = edges.flatMap(([from, to]) => {
    const [a, b] = [places[from], places[to]];
    return a && b ? [line(a, b, arrow)] : [];
  });
  return html`<div class="dag-scroll" tabindex="0" role="region" aria-label="Agents and graphs"><svg${attributes({ class: 'dag', id: partId(PANEL, 'chart'), width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': `${boxes.length} agents, nodes and graphs` })}><defs><marker${attributes({ id: arrow, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto-start-reverse' })}><path class="dag-head" d="M0 0 8 4 0 8z"/></marker></defs>${lines}${boxes.map((box, index) => card(box, stateOf(box, all), places[index]))}</svg></div>${more > 0 && html`<p class="more quiet">+${more.toLocaleString('en')} more</p>`}`;
}

function shownOf(all: readonly Box[]): readonly Box[] {
  if (all.length <= BOXES_SHOWN) return all;
  const isBusy = ({ state }: Box) => state === 'running' || state === 'waiting';
  const busy = all.filter(isBusy).slice(-BOXES_SHOWN);
  const room = BOXES_SHOWN - busy.length;
  const shown = new Set([...busy, ...(room > 0 ? all.filter((box) => !isBusy(box)).slice(-room) : [])]);
  return all.filter((box) => shown.has(box));
}

const xOf = ({ layer }: Place): number => EDGE + layer * (WIDTH + GAP_X);
const yOf = ({ row }: Place): number => EDGE + row * (HEIGHT + GAP_Y);

/** Back to an earlier layer it is a dashed bow. */
function line(from: Place, to: Place, arrow: string): Html {
  const back = to.layer <= from.layer;
  const [x1, y1] = [xOf(from) + (back ? WIDTH / 2 : WIDTH), yOf(from) + (back ? HEIGHT : HEIGHT / 2)];
  const [x2, y2] = [xOf(to) + (back ? WIDTH / 2 : 0), yOf(to) + (back ? HEIGHT : HEIGHT / 2)];
  const path = back
    ? `M${x1} ${y1}C${x1} ${y1 + GAP_Y} ${x2} ${y2 + GAP_Y} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}`;
  return html`<path${attributes({ class: `dag-line${back ? ' is-back' : ''}`, d: path, 'marker-end': `url(#${arrow})` })}/>`;
}

function card(box: Box, state: BoxState, place: Place | undefined): Html | false {
  if (!place) return false;
  const { key, kind, name, agentId } = box;
  const [x, y] = [xOf(place), yOf(place)];
  const who = kind === 'agent' ? (agentId ?? '') : kind;
  const detail = kind === 'node' && agentId !== null && agentId !== name ? agentId : who === name ? 'agent' : who;
  const label = `${kind} ${name}, ${state}${kind === 'node' && agentId !== null ? `, agent ${agentId}` : ''}`;
  const frame = { x, y, width: WIDTH, height: HEIGHT, rx: kind === 'graph' ? HEIGHT / 2 : kind === 'node' ? 2 : 8 };
  return html`<a${attributes({ id: partId(PANEL, key), class: `dag-box is-${kind} is-${state}`, href: routes.history(queryOf(box)), 'aria-label': label })}><title>${label}</title><rect${attributes(frame)}/><text${attributes({ class: 'dag-sign', x: x + 17, y: y + 26 })}>${SIGNS[state]}</text><text${attributes({ class: 'dag-name', x: x + 32, y: y + 18 })}>${preview(name, 18)}</text><text${attributes({ class: 'dag-state', x: x + 32, y: y + 33 })}>${preview(`${state} · ${detail}`, 23)}</text></a>`;
}

function queryOf({ kind, agentId, graphId, nodeId }: Box): string {
  const graph = graphId === null ? [] : [queryTerm('graph', graphId)];
  if (kind === 'graph') return graph.join(' ');
  if (kind === 'node') return [...graph, queryTerm('node', nodeId ?? '')].join(' ');
  return queryTerm('agent', agentId ?? '');
}
