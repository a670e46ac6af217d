import {
  type ActionButtons,
  attributes,
  emptyState,
  type Html,
  html,
  on,
  partId,
  postForm,
  preview,
  type QuestionInfo,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import type { BlockedState, Card, OptionChoice } from './state.js';

export const PANEL = 'blocked-agents';
/** Cards painted at once; a page with more is no help to anyone. */
export const CARDS_SHOWN = 100;

/**
 * Open and closed cards stand in one list: a card that closes keeps its elements and their ids, and with them whatever
 * someone was typing.
 */
export function view({ open, closed, forgotten }: BlockedState, buttons?: ActionButtons): Html {
  const shown = open.slice(0, CARDS_SHOWN);
  const more = open.length - shown.length + forgotten;
  return html`${open.length === 0 && nothing(closed.length > 0)}<div class="cards" id="${partId(PANEL, 'cards')}">${[...shown, ...closed].map((item) => card(item, buttons))}</div>${more > 0 && html`<p class="more">and ${more} more</p>`}`;
}

const nothing = (answeredBefore: boolean): Html =>
  emptyState(
    'Nobody is waiting',
    answeredBefore ? undefined : 'When an agent is stuck on a question, it appears here and you answer it.',
  );

function card(item: Card, buttons: ActionButtons | undefined): Html {
  const { outcome } = item;
  const state = outcome ? 'is-closed' : 'is-open';
  return html`<article${attributes({ id: partId(PANEL, item.id), class: `card ${state}`, 'data-nav': true, tabindex: -1 })}>
<header class="card-head"><span class="card-who">${preview(item.agentId ?? 'An agent without a name', 80)}</span>${item.nodeId && html`<span class="card-where">${preview(item.nodeId, 60)}</span>`}<span class="card-wait">${outcome ? 'closed ' : 'waiting '}${timeAgo(outcome?.at ?? item.askedAt, outcome ? 'relative' : 'elapsed')}</span></header>
<p class="card-question">${item.question || 'The agent is blocked and gave no question.'}</p>
${outcome ? outcomeOf(outcome) : false}${item.answerable ? answerForm(item) : elsewhere(outcome !== undefined)}${!outcome && buttons?.of('question', questionOf(item))}</article>`;
}

const questionOf = ({ id, msgId, agentId, sessionId, question, options, askedAt }: Card): QuestionInfo => ({
  project: 'default',
  id,
  msgId,
  state: 'open',
  agentId,
  sessionId,
  graphId: null,
  question,
  options: options.map(({ value, label }) => ({ value, label })),
  askedAt,
  answer: null,
  answeredBy: null,
  closedAt: null,
});

const outcomeOf = ({ answer, by }: NonNullable<Card['outcome']>): Html =>
  answer === null
    ? html`<p class="card-outcome">Closed: ${by}</p>`
    : html`<p class="card-outcome"><span class="card-answer">${preview(answer, 400)}</span> <span class="quiet">answered by ${preview(by, 80)}</span></p>`;

const elsewhere = (closed: boolean): Html | false =>
  !closed && html`<p class="quiet">This one is answered in the agent's own terminal.</p>`;

function answerForm(item: Card): Html {
  const closed = item.outcome !== undefined;
  const field = partId(PANEL, item.id, 'answer');
  return html`<form${attributes({ id: partId(PANEL, item.id, 'form'), class: 'answer', method: 'post', action: routes.respond(item.agentId) })}${on('submit', postForm())}>
<input type="hidden" name="question_id" value="${item.id}"><input type="hidden" name="msg_id" value="${item.msgId}">
${!closed && item.options.length > 0 && html`<div class="choices" role="group" aria-label="Answers offered">${item.options.slice(0, 30).map((option, index) => choice(item, option, index))}</div>`}
<label class="visually-hidden" for="${field}">Your answer</label>
<textarea${attributes({
    id: field,
    name: 'answer',
    rows: 2,
    maxlength: 65_536,
    placeholder: item.options.length > 0 ? 'Something else …' : 'Your answer …',
    readonly: closed,
    'data-question-input': !closed,
  })}></textarea>
${closed ? html`<p class="draft-note">Your draft was not sent: the question is closed.</p>` : html`<div class="answer-foot"><span class="quiet">Ctrl + Enter sends</span><button class="primary" type="submit">Send answer</button></div>`}</form>`;
}

const choice = (item: Card, { value, label, description }: OptionChoice, index: number): Html =>
  html`<button${attributes({ id: partId(PANEL, item.id, `choice-${index}`), class: 'choice', type: 'submit', name: 'choice', value })}><span class="choice-label">${preview(label, 200)}</span>${description && html`<span class="choice-more">${preview(description, 300)}</span>`}</button>`;
