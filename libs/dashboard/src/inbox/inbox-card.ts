import type { InboxComment, Question } from '@binnacle/coordinator';
import {
  attributes,
  contextOf,
  fittingContent,
  type Html,
  html,
  on,
  partId,
  postForm,
  preserve,
  preview,
  replyForm,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import { money } from '../entities/amounts.js';
import { inboxRoutes } from './inbox-routes.js';

export const PLACE = 'inbox';
/** Characters of JSON shown of one question: more than a panel's card, as there are few on a page. */
const CARD_CHARS = 60_000;

export interface CardFacts {
  /** US dollars of its session so far. */
  readonly cost: number | undefined;
  readonly comments: readonly InboxComment[];
  /** Open approvals of the same tool, itself among them. */
  readonly alike: number;
}

/** One question with all there is to answer it. */
export function inboxCard(question: Question, facts: CardFacts): Html {
  const { id, agentId, nodeId, askedAt, state, kind } = question;
  const isClosed = state !== 'open';
  const shown = fittingContent(question, CARD_CHARS);
  const card = { ...question, ...shown, place: PLACE, isClosed };
  return html`<article${attributes({ id: partId(PLACE, id), class: `card inbox-card ${isClosed ? 'is-closed' : 'is-open'}`, 'data-nav': !isClosed, 'data-question-card': !isClosed, tabindex: -1, 'aria-label': preview(question.question, 120) })}>
<header class="card-head"><span class="card-who">${agentId === null ? 'An agent without a name' : html`<a href="${routes.entity('agent', agentId)}">${preview(agentId, 80)}</a>`}</span>${nodeId && html`<span class="card-where">${preview(nodeId, 60)}</span>`}<span class="quiet">${kind.replace('_', ' ')}</span>${facts.cost !== undefined && html`<span class="card-cost" title="What its session has cost so far">${money(facts.cost)}</span>`}<span class="card-wait">${isClosed ? 'closed ' : 'waiting '}${timeAgo(question.closedAt ?? askedAt, isClosed ? 'relative' : 'elapsed')}</span></header>
<p class="card-question" dir="auto">${shown.content.question || 'The agent is blocked and gave no question.'}</p>
${isClosed ? outcome(question) : html`${notes(question)}${shown.content.context.map(contextOf)}`}${replyForm(card)}
${!isClosed && html`<footer class="card-desk">${desk(question)}${facts.alike > 1 && question.action && alike(question.action.tool, facts.alike)}${discussion(question, facts.comments)}</footer>`}</article>`;
}

const alike = (tool: string, count: number): Html =>
  html`<a class="chip" data-batch="true" data-needs="answer" href="${inboxRoutes.batch(tool)}">Review all ${count} of ${preview(tool, 40)}</a>`;

const AT_TIMEOUT = {
  wait: 'wanted by',
  deny: 'refused unless answered by',
  default: 'takes its default unless answered by',
  withdraw: 'waits until',
};

function notes({ claim, assignedTo, expiresAt, onTimeout }: Question): Html | false {
  if (!claim && !assignedTo && !expiresAt) return false;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return html`<p class="card-notes">${claim && html`<span class="card-claim">${preview(claim.by, 80)} is answering</span>`}${assignedTo && html`<span>for ${preview(assignedTo, 80)}</span>`}${expiresAt && html`<span class="${isOver ? 'card-overdue' : ''}">${isOver ? 'overdue since' : AT_TIMEOUT[onTimeout]} ${timeAgo(expiresAt, 'moment')}</span>`}</p>`;
}

const outcome = ({ answer, answeredBy, state }: Question): Html =>
  html`<p class="card-outcome">${answer === null ? html`${state === 'withdrawn' ? 'Taken back' : 'Closed'}` : html`<span class="card-answer">${preview(answer, 400)}</span>`} <span class="quiet">by ${preview(answeredBy, 80)}</span></p>`;

function desk({ id, claim }: Question): Html {
  const button = (action: `/${string}`, label: string, key: string) =>
    html`<form${attributes({ id: partId(PLACE, id, key), 'data-needs': 'answer', method: 'post', action })}${on('submit', postForm())}><button class="plain" type="submit" data-key="${key}">${label}</button></form>`;
  return claim
    ? html`${button(inboxRoutes.claim(id), 'Take over', 'claim')}${button(inboxRoutes.release(id), 'Release', 'release')}`
    : button(inboxRoutes.claim(id), 'Claim', 'claim');
}

function discussion({ id, assignedTo }: Question, comments: readonly InboxComment[]): Html {
  const count = comments.length > 0 ? ` (${comments.length})` : '';
  const field = (name: string) => partId(PLACE, id, name);
  return html`<details class="discussion" id="${field('discussion')}"${preserve('open')}><summary>Discuss${count}</summary>
${comments.length > 0 && html`<ol class="comments">${comments.map(({ by, text, at }) => html`<li><strong>${preview(by, 80)}</strong> <span class="quiet">${timeAgo(at)}</span><p dir="auto">${text}</p></li>`)}</ol>`}
<form${attributes({ id: field('comment'), 'data-needs': 'answer', method: 'post', action: inboxRoutes.comment(id) })}${on('submit', postForm())}><label class="visually-hidden" for="${field('words')}">Comment, for people only</label><input${attributes({ id: field('words'), name: 'text', maxlength: 10_000, required: true, placeholder: 'A word for the others; the agent does not see it' })}><button type="submit">Comment</button></form>
<form${attributes({ id: field('assign'), 'data-needs': 'answer', method: 'post', action: inboxRoutes.assign(id) })}${on('submit', postForm())}><label class="visually-hidden" for="${field('to')}">Assign to</label><input${attributes({ id: field('to'), name: 'to', value: assignedTo ?? '', maxlength: 256, placeholder: 'Whose it is' })}><button type="submit">Assign</button></form></details>`;
}
