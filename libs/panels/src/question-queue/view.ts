import { attributes, duration, emptyState, type Html, html, listId, partId, preview, timeAgo } from '@binnacle/plugin-kit';
import { PANEL as CARDS } from '../blocked-agents/view.js';
import type { QueueState } from './state.js';

export const PANEL = 'question-queue';
const SHOWN = 12;

export function view({ blocked, waits, answered }: QueueState): Html {
  const { open, forgotten } = blocked;
  if (open.length === 0 && answered === 0) {
    return emptyState('No question yet', 'How long agents wait for people, the longest wait first.');
  }
  const more = open.length - SHOWN + forgotten;
  return html`<p class="queue-sum"><strong>${(open.length + forgotten).toLocaleString('en')}</strong> waiting${open[0] && html`, the longest ${timeAgo(open[0].askedAt, 'elapsed')}`}</p>
<ol class="queue" id="${listId(PANEL)}">${open.slice(0, SHOWN).map(
    ({ id, agentId, question, askedAt }) =>
      html`<li${attributes({ id: partId(PANEL, id), 'data-nav': true, tabindex: -1 })}><a href="#${partId(CARDS, id)}"><span class="queue-who">${preview(agentId ?? 'no name', 40)}</span><span class="queue-what">${preview(question, 120) || 'blocked'}</span>${timeAgo(askedAt, 'elapsed')}</a></li>`,
  )}</ol>${more > 0 && html`<p class="more">and ${more.toLocaleString('en')} more</p>`}${waits.length > 0 && html`<p class="more quiet">${answered.toLocaleString('en')} answered · half within ${duration(median(waits))} · longest ${duration(Math.max(...waits))}</p>`}`;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
