import {
  attributes,
  duration,
  emptyState,
  type Html,
  html,
  listId,
  partId,
  preview,
  timeAgo,
} from '@binnacle/plugin-kit';
import { PANEL as CARDS } from '../blocked-agents/panel-id.js';
import type { Card } from '../blocked-agents/state.js';
import { CARDS_SHOWN } from '../blocked-agents/view.js';
import { medianWait, type QueueState } from './state.js';

export const PANEL = 'question-queue';

/** Questions listed: those that wait longest, of those that have a card. */
const LISTED = 10;

export function view(state: QueueState): Html {
  const { open, forgotten } = state.blocked;
  if (open.length === 0 && state.answered === 0)
    return emptyState('No question yet', 'Who waits for an answer, the longest wait first, and how long answers took.');
  const listed = open
    .slice(0, CARDS_SHOWN)
    .sort((a, b) => a.askedAt.localeCompare(b.askedAt))
    .slice(0, LISTED);
  const waiting = open.length + forgotten;
  const more = waiting - listed.length;
  return html`${facts(state, waiting)}${listed.length === 0 ? html`<p class="more">Nobody is waiting.</p>` : html`<ol class="lines" id="${listId(PANEL)}">${listed.map(line)}</ol>`}${more > 0 && html`<p class="more">and ${more.toLocaleString('en')} more</p>`}`;
}

function facts(state: QueueState, waiting: number): Html {
  const median = medianWait(state);
  const fact = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<dl class="figures" id="${partId(PANEL, 'figures')}">${fact('waiting', waiting.toLocaleString('en'))}${fact('answered', state.answered.toLocaleString('en'))}${fact('median wait', median === undefined ? '–' : duration(median))}${fact('longest', median === undefined ? '–' : duration(state.longestWait))}</dl>`;
}

function line({ id, agentId, question, askedAt, answerable }: Card): Html {
  const text = preview(question, 160) || 'blocked, without a question';
  return html`<li${attributes({ id: partId(PANEL, id), class: 'line is-waiting', 'data-nav': true, tabindex: -1 })}><a href="#${partId(CARDS, id)}"><span class="line-who">${preview(agentId ?? 'An agent without a name', 60)}</span><span class="line-when">${timeAgo(askedAt, 'elapsed')}</span><span class="line-what" title="${text}">${!answerable && html`<span class="quiet">in its terminal · </span>`}${text}</span></a></li>`;
}
