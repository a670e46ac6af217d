import type { InboxPage, Question } from '@binnacle/coordinator';
import { QUESTION_KINDS } from '@binnacle/events';
import { action, attributes, emptyState, type Html, html, init } from '@binnacle/plugin-kit';
import { inboxCard } from './inbox-card.js';
import { INBOX_PAGE, type InboxPlace, inboxRoutes } from './inbox-routes.js';

/** Open questions, with the filter above and the stream that keeps them new. */
export const inboxView = (page: InboxPage, place: InboxPlace): Html =>
  html`${filters(place)}${inboxList(page, place)}<div id="inbox-stream"${init(stream(place))}></div>`;

/** The part that the stream paints again. */
export function inboxList(page: InboxPage, place: InboxPlace): Html {
  const { questions, count, overdue, closed } = page;
  const card = (question: Question) =>
    inboxCard(question, {
      cost: page.costs.get(question.sessionId ?? ''),
      comments: page.comments.filter(({ questionId }) => questionId === question.id),
      alike: page.alike.get(question.action?.tool ?? '') ?? 0,
    });
  return html`<section id="inbox-open" aria-labelledby="inbox-count"><p class="inbox-count" id="inbox-count" role="status"${attributes({ 'data-count': count })}>${count === 0 ? '' : html`<strong>${count.toLocaleString('en')}</strong> ${count === 1 ? 'question waits' : 'questions wait'}`}${overdue > 0 && html`, <strong class="card-overdue">${overdue.toLocaleString('en')} overdue</strong>`}</p>
${count === 0 && nothing(place)}<div class="inbox-cards" id="inbox-cards">${[...questions, ...closed].map(card)}</div>${paging(count, place)}</section>`;
}

const nothing = ({ skip, sort, ...filter }: InboxPlace): Html =>
  Object.keys(filter).length > 0
    ? emptyState('No open question fits', 'Change the filter to see the others.')
    : emptyState(
        'Nobody is waiting',
        html`When an agent needs a decision, its question appears here at once. <a href="/connect">Connect an agent</a>`,
      );

function paging(count: number, place: InboxPlace): Html | false {
  const skip = place.skip ?? 0;
  const after = count - skip - INBOX_PAGE;
  if (skip === 0 && after <= 0) return false;
  const to = (next: number) => inboxRoutes.open({ ...place, skip: next > 0 ? next : undefined });
  return html`<nav class="paging" aria-label="Pages of the inbox">${skip > 0 && html`<a class="chip" rel="prev" href="${to(skip - INBOX_PAGE)}">More urgent</a>`}${after > 0 && html`<a class="chip" rel="next" href="${to(skip + INBOX_PAGE)}">Next ${Math.min(after, INBOX_PAGE)} of ${after.toLocaleString('en')} more</a>`}</nav>`;
}

function filters({ agent, kind, text, mine, sort }: InboxPlace): Html {
  const option = (value: string, label: string, chosen: string | undefined) =>
    html`<option${attributes({ value, selected: value === (chosen ?? '') })}>${label}</option>`;
  return html`<form class="inbox-filters" method="get" action="/inbox" aria-label="Filter">
<label><span>Text</span><input${attributes({ name: 'text', value: text ?? '', maxlength: 200, placeholder: 'in question or tool', 'data-filter-input': true })}></label>
<label><span>Agent</span><input${attributes({ name: 'agent', value: agent ?? '', maxlength: 256, placeholder: 'any' })}></label>
<label><span>Kind</span><select name="kind">${option('', 'any', kind)}${QUESTION_KINDS.map((one) => option(one, one.replace('_', ' '), kind))}</select></label>
<label><span>First</span><select name="sort">${option('', 'longest waiting', sort)}${option('cost', 'most expensive', sort)}</select></label>
<label class="check"><input${attributes({ type: 'checkbox', name: 'mine', value: '1', checked: mine === true })}><span>Mine and nobody’s</span></label>
<button type="submit">Filter</button></form>`;
}

const stream = (place: InboxPlace) =>
  action('get', inboxRoutes.live(place), {
    retry: 'always',
    retryMaxCount: 'endless',
    requestCancellation: 'cleanup',
    noSignals: true,
  });
