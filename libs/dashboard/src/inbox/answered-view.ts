import type { Question } from '@binnacle/coordinator';
import { attributes, emptyState, type Html, html, preview, routes, timeAgo } from '@binnacle/plugin-kit';
import { inboxRoutes } from './inbox-routes.js';

export interface AnsweredPage {
  readonly questions: readonly Question[];
  readonly agent: string | undefined;
  readonly by: string | undefined;
  /** Of the last question, when there are more. */
  readonly next: string | undefined;
}

/** Who answered what, and what became of the answer. */
export function answeredView({ questions, agent, by, next }: AnsweredPage): Html {
  const filter = html`<form class="inbox-filters" method="get" action="${inboxRoutes.answered()}" aria-label="Filter"><label><span>Agent</span><input${attributes({ name: 'agent', value: agent ?? '', maxlength: 256, placeholder: 'any', 'data-filter-input': true })}></label><label><span>Answered by</span><input${attributes({ name: 'by', value: by ?? '', maxlength: 256, placeholder: 'anybody' })}></label><button type="submit">Filter</button></form>`;
  if (questions.length === 0) {
    return html`${filter}${emptyState('Nothing here', agent || by ? 'No closed question fits the filter.' : 'What people answer is listed here, with what became of it.')}`;
  }
  return html`${filter}<div class="table-scroll" tabindex="0"><table class="answered"><thead><tr><th>Question</th><th>Answer</th><th>By</th><th data-short>Waited</th><th data-short>Closed</th><th data-short>Then</th></tr></thead><tbody>${questions.map(row)}</tbody></table></div>
${next && html`<nav class="paging" aria-label="Pages"><a class="chip" rel="next" href="${inboxRoutes.answered({ agent, by, before: next })}">Older</a></nav>`}`;
}

const row = (question: Question): Html =>
  html`<tr${attributes({ 'data-nav': true, tabindex: -1 })}><td><a href="${routes.eventPage(question.id)}" dir="auto">${preview(question.question || 'no question', 160)}</a><span class="quiet">${question.agentId === null ? 'no name' : html`<a href="${routes.entity('agent', question.agentId)}">${preview(question.agentId, 60)}</a>`}${question.action && html` · ${preview(question.action.tool, 40)}`}</span></td><td dir="auto">${question.answer === null ? html`<span class="quiet">${question.state}</span>` : preview(question.answer, 200)}</td><td data-beside data-label="by">${preview(question.answeredBy, 60)}</td><td data-short data-label="waited">${waited(question)}</td><td data-short>${timeAgo(question.closedAt ?? question.askedAt)}</td><td data-short>${after(question)}</td></tr>`;

/** From asked to closed, in words as short as they can be. */
function waited({ askedAt, closedAt }: Question): string {
  const seconds = Math.max(0, Math.round((Date.parse(closedAt ?? askedAt) - Date.parse(askedAt)) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return seconds < 86_400 ? `${(seconds / 3_600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} d`;
}

function after({ state, mismatchedAt, resumedAt, deliveredAt, undeliveredSince, deliveredTo }: Question): Html {
  if (state === 'withdrawn') return html`<span class="quiet">–</span>`;
  if (mismatchedAt)
    return html`<span class="outcome-badge is-bad" title="It did something else than was approved">did something else</span>`;
  if (resumedAt) return html`<span class="outcome-badge is-good">went on</span>`;
  if (deliveredAt) return html`<span class="outcome-badge">delivered by ${deliveredTo}</span>`;
  if (undeliveredSince)
    return html`<span class="outcome-badge is-bad" title="No agent has taken the answer">not delivered</span>`;
  return html`<span class="quiet">on its way</span>`;
}
