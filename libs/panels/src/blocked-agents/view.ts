import {
  type ActionButtons,
  attributes,
  contextOf,
  emptyState,
  type Html,
  html,
  partId,
  preview,
  type QuestionInfo,
  replyForm,
  timeAgo,
} from '@binnacle/plugin-kit';
import { PANEL } from './panel-id.js';
import type { BlockedState, Card } from './state.js';

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
${!outcome && notes(item)}${!outcome && item.content.context.map(contextOf)}${outcome ? outcomeOf(outcome) : false}${item.answerable ? replyForm({ ...item, place: PANEL, isClosed: outcome !== undefined }) : elsewhere(outcome !== undefined)}${!outcome && buttons?.of('question', questionOf(item))}</article>`;
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

const AT_TIMEOUT: Readonly<Record<string, string>> = {
  deny: 'refused unless answered by',
  default: 'takes its default unless answered by',
  withdraw: 'waits until',
};

/** Who is answering already, and until when there is time. */
function notes({ claimedBy, expiresAt, onTimeout }: Card): Html | false {
  if (claimedBy === undefined && expiresAt === undefined) return false;
  const end = expiresAt && html`<span>${AT_TIMEOUT[onTimeout] ?? 'wanted by'} ${timeAgo(expiresAt, 'moment')}</span>`;
  return html`<p class="card-notes">${claimedBy && html`<span class="card-claim">${preview(claimedBy, 80)} is answering</span>`}${end}</p>`;
}

const outcomeOf = ({ answer, by }: NonNullable<Card['outcome']>): Html =>
  answer === null
    ? html`<p class="card-outcome">Closed: ${by}</p>`
    : html`<p class="card-outcome"><span class="card-answer">${preview(answer, 400)}</span> <span class="quiet">answered by ${preview(by, 80)}</span></p>`;

const elsewhere = (closed: boolean): Html | false =>
  !closed && html`<p class="quiet">This one is answered in the agent's own terminal.</p>`;
