import { attributes, type Clock, emptyState, type Html, html, listId, partId, preview, routes, timeAgo } from '@binnacle/plugin-kit';
import type { StuckState, Watched } from './state.js';

export const PANEL = 'stuck-agents';
const SHOWN = 10;

/** Agents that may need help come first; the others are listed as long as there is room. */
export function view({ agents, silentMs, repeats }: StuckState, clock: Clock): Html {
  if (agents.size === 0) return emptyState('No agent is running', 'Agents nothing is heard of, and those that do the same again and again.');
  const now = clock.now();
  const running = [...agents.values()].filter(({ state }) => state === 'running');
  const looping = running.filter(({ times }) => times >= repeats);
  const silent = running.filter((agent) => !looping.includes(agent) && now - Date.parse(agent.lastSeen) > silentMs);
  const fine = running.filter((agent) => !looping.includes(agent) && !silent.includes(agent));
  const shown = [
    ...looping.sort((a, b) => b.times - a.times).map((agent) => row(agent, 'looping')),
    ...silent.map((agent) => row(agent, 'silent')),
    ...fine.map((agent) => row(agent, 'running')),
  ];
  const waiting = agents.size - running.length;
  return html`${looping.length + silent.length === 0 && html`<p class="queue-sum">All ${running.length.toLocaleString('en')} that run are heard of.</p>`}<ol class="queue" id="${listId(PANEL)}">${shown.slice(0, SHOWN)}</ol>${shown.length > SHOWN && html`<p class="more">and ${(shown.length - SHOWN).toLocaleString('en')} more</p>`}${waiting > 0 && html`<p class="more quiet">${waiting.toLocaleString('en')} wait for an answer</p>`}`;
}

const row = ({ agentId, lastSeen, lastType, tool, times }: Watched, what: 'looping' | 'silent' | 'running'): Html =>
  html`<li${attributes({ id: partId(PANEL, agentId), class: what === 'running' ? 'is-running' : 'is-failed', 'data-nav': true, tabindex: -1 })}><a href="${routes.entity('agent', agentId)}"><span class="state">${what}</span><span class="queue-who">${preview(agentId, 40)}</span><span class="queue-what">${what === 'looping' ? `${tool} ${times}× in a row` : lastType}</span>${timeAgo(lastSeen)}</a></li>`;
