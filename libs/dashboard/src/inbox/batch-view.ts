import type { BatchResult, Question } from '@binnacle/coordinator';
import {
  attributes,
  contextOf,
  emptyState,
  fittingContent,
  type Html,
  html,
  preview,
  timeAgo,
} from '@binnacle/plugin-kit';
import { inboxRoutes } from './inbox-routes.js';

/** Characters of JSON of one action; what is longer is approved on its own. */
const ACTION_CHARS = 20_000;

/** Every action of one tool that waits, each shown whole, to be approved at once. */
export function batchView(tool: string, questions: readonly Question[]): Html {
  const back = html`<p><a href="${inboxRoutes.open()}">Back to the inbox</a></p>`;
  if (questions.length === 0) return html`${emptyState('Nothing waits', `No open approval of ${tool}.`)}${back}`;
  return html`<form class="batch" id="batch" method="post" action="${inboxRoutes.batch()}"><input type="hidden" name="tool" value="${tool}"><h2>${questions.length} × ${preview(tool, 80)}</h2><p class="quiet">Each is approved as it is shown here, once. One that changes or is answered meanwhile is left out, and you are told.</p>
<ol class="batch-list">${questions.map(item)}</ol>
<div class="answer-foot"><a class="chip" href="${inboxRoutes.open()}">Back</a><span class="decisions" data-needs="answer"><button class="danger" type="submit" name="decision" value="reject">Reject the chosen</button><button class="primary" type="submit" name="decision" value="approve">Approve the chosen</button></span></div></form>`;
}

function item(question: Question): Html {
  const { id, agentId, action, askedAt } = question;
  const shown = fittingContent(question, ACTION_CHARS);
  const isWhole = shown.shownHash !== undefined;
  const value = `${shown.shownHash ?? ''} ${id}`;
  return html`<li${attributes({ 'data-nav': true, tabindex: -1 })}><label class="check"><input${attributes({ type: 'checkbox', name: 'question', value, checked: isWhole, disabled: !isWhole })}><span><strong>${preview(agentId ?? 'an agent without a name', 80)}</strong> <span class="quiet">waiting ${timeAgo(askedAt, 'elapsed')}</span></span></label>
<p dir="auto">${preview(question.question, 400)}</p>${isWhole ? html`<pre class="action-args" tabindex="0">${JSON.stringify(action?.args ?? {}, null, 2)}</pre>${shown.content.context.map(contextOf)}` : html`<p class="draft-note">Too long to be shown among others: answer it on its own.</p>`}</li>`;
}

export function batchOutcome(results: readonly BatchResult[], decision: string): Html {
  const done = results.filter(({ answered }) => answered).length;
  const others = results.filter(({ answered }) => !answered);
  return html`<section class="batch" role="status"><h2>${done} ${decision === 'approve' ? 'approved' : 'rejected'}${others.length > 0 && html`, ${others.length} left out`}</h2>
${others.length > 0 && html`<ul>${others.map(({ question_id: id, detail }) => html`<li><code>${preview(id, 60)}</code>: ${detail}</li>`)}</ul>`}<p><a class="chip" href="${inboxRoutes.open()}">Back to the inbox</a></p></section>`;
}
