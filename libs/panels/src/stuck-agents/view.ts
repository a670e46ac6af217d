import {
  attributes,
  type Clock,
  emptyState,
  type Html,
  html,
  listId,
  partId,
  preview,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import { queryTerm } from '../shared/query-term.js';
import type { StuckState, Watched } from './state.js';

export const PANEL = 'stuck-agents';

/** Agents listed: those that loop, then the most silent. */
const LISTED = 10;
/** Whoever is silent for longer will not come back: they are counted, and hide nobody who may. */
const LOST_MS = 86_400_000;

type Trouble = 'looping' | 'silent' | 'running';

/** @param clock undefined in a bare replay: then nobody is told to be silent, and the times say who is */
export function view({ agents, silentMs, repeats }: StuckState, clock?: Clock): Html {
  const running = [...agents.values()].filter(({ state }) => state === 'running');
  if (running.length === 0)
    return emptyState('No agent is running', 'Agents nothing is heard of, and those that repeat the same call.');
  const now = clock?.now();
  const silence = ({ lastSeen }: Watched) => (now === undefined ? 0 : now - Date.parse(lastSeen));
  const troubleOf = (agent: Watched): Trouble => {
    if (agent.times >= repeats) return 'looping';
    return silence(agent) > silentMs ? 'silent' : 'running';
  };
  const listed = running
    .filter((agent) => silence(agent) <= LOST_MS)
    .map((agent) => [agent, troubleOf(agent)] as const)
    .sort(([a, x], [b, y]) => rank(x) - rank(y) || a.lastSeen.localeCompare(b.lastSeen));
  const more = listed.length - LISTED;
  const lost = running.length - listed.length;
  const calm = listed.length > 0 && listed.every(([, trouble]) => trouble === 'running');
  return html`${calm && html`<p class="more">All are heard of, and none goes in circles.</p>`}<ol class="lines" id="${listId(PANEL)}">${listed.slice(0, LISTED).map(line)}</ol>${more > 0 && html`<p class="more">and ${more.toLocaleString('en')} more that run</p>`}${lost > 0 && html`<p class="more quiet">${lost.toLocaleString('en')} without an end, silent for more than a day</p>`}`;
}

/** The silent and the others are one order, by silence: it is right without a repaint. */
const rank = (trouble: Trouble): number => (trouble === 'looping' ? 0 : 1);

function line([agent, trouble]: readonly [Watched, Trouble]): Html {
  const { key, name, agentId, sessionId, lastSeen, lastType, tool, times } = agent;
  const query = agentId === null ? queryTerm('session', sessionId ?? '') : queryTerm('agent', agentId);
  const what =
    trouble === 'looping' ? `${tool || 'the same call'}, ${times.toLocaleString('en')} times in a row` : lastType;
  return html`<li${attributes({ id: partId(PANEL, key), class: `line is-${trouble}`, 'data-nav': true, tabindex: -1 })}><a href="${routes.history(query)}"><span class="line-who">${name}</span><span class="line-when">heard ${timeAgo(lastSeen)}</span><span class="line-what"><span class="state">${trouble}</span> ${preview(what, 120)}</span></a></li>`;
}
