import { attributes, emptyState, type Html, html, partId, timeAgo } from '@binnacle/plugin-kit';
import type { Agent, AgentState, StatusState } from './state.js';

export const PANEL = 'agent-status';

/** Who needs a person comes first, then who is in trouble, then who works. */
const RANK: Readonly<Record<AgentState, number>> = {
  waiting: 0,
  failed: 1,
  running: 2,
  idle: 3,
  completed: 4,
  cancelled: 4,
};

export function view({ agents }: StatusState): Html {
  if (agents.size === 0) return emptyState('No agents yet', 'Agents appear here with their first event.');
  const sorted = [...agents.values()].sort(
    (a, b) => RANK[a.state] - RANK[b.state] || b.lastSeen.localeCompare(a.lastSeen),
  );
  return html`<ul class="agents" id="${partId(PANEL, 'list')}">${sorted.map(row)}</ul>${agents.forgotten > 0 && html`<p class="more">and ${agents.forgotten} that were quiet for longer</p>`}`;
}

const row = (agent: Agent): Html =>
  html`<li${attributes({ id: partId(PANEL, agent.key), class: `agent is-${agent.state}`, 'data-nav': true, tabindex: -1 })}><span class="state">${agent.state}</span><span class="agent-name">${agent.name}</span><span class="agent-doing">${agent.doing}</span><span class="agent-facts">${facts(agent)}</span>${timeAgo(agent.lastSeen)}</li>`;

const facts = ({ called, ended, failures, tokens, costUsd, unpriced }: Agent): string =>
  [
    called + ended > 0 && plural(Math.max(called, ended), 'tool call'),
    failures > 0 && `${failures} failed`,
    tokens > 0 && `${tokens.toLocaleString('en')} tokens`,
    costUsd > 0 && `${unpriced > 0 ? '≥ ' : ''}$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`,
    costUsd === 0 && unpriced > 0 && 'cost unknown',
  ]
    .filter(Boolean)
    .join(' · ');

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
