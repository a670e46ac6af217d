import { attributes } from '../attributes.js';
import { preserve } from '../datastar/attribute-builders.js';
import { partId } from '../dom-ids.js';
import { type Html, html } from '../html.js';
import type { QuestionCard } from './question-card.js';

/** What the agent will do, and what may be said to it. */
export function approvalFields(item: QuestionCard): Html {
  const { action, allowed } = item.content;
  const args = action ? JSON.stringify(action.args ?? {}, null, 2) : '';
  // What is not shown whole must not be approved by a click.
  const whole = item.shownHash !== undefined;
  const decide = (decision: string, label: string, look: string) =>
    allowed.includes(decision as (typeof allowed)[number]) &&
    html`<button${attributes({ id: partId(item.place, item.id, decision), class: look, type: 'submit', name: 'decision', value: decision })}>${label}</button>`;
  return html`${action && html`<div class="action"><span class="action-tool">${action.tool}</span><pre class="action-args" tabindex="0">${args}</pre></div>`}
${whole ? false : html`<p class="draft-note">This is too long for a card. Approve it over the API, after reading all of it.</p>`}
<div class="decisions" role="group" aria-label="Decide">${whole && decide('approve', 'Approve', 'primary')}${decide('reject', 'Reject', 'danger')}${whole && action && lasting(item)}</div>
${whole && action && allowed.includes('edit') && editing(item, args)}`;
}

/** How long an approval holds. */
function lasting(item: QuestionCard): Html {
  const field = partId(item.place, item.id, 'scope');
  const session = item.sessionId !== null && html`<option value="session">for this session</option>`;
  return html`<label class="lasting" for="${field}"><span class="visually-hidden">How long an approval holds</span><select id="${field}" name="scope"><option value="once">just this once</option>${session}<option value="always">from now on</option></select></label><label class="lasting check"><input type="checkbox" name="args" value="any"><span>with any arguments</span></label>`;
}

function editing(item: QuestionCard, args: string): Html {
  const field = partId(item.place, item.id, 'args');
  return html`<details class="editing" id="${partId(item.place, item.id, 'editing')}"${preserve('open')}><summary>Change the arguments</summary><label class="visually-hidden" for="${field}">Arguments, as JSON</label><textarea${attributes({ id: field, name: 'edited_args', rows: Math.min(12, args.split('\n').length + 1), spellcheck: 'false', maxlength: 65_536 })}>${args}</textarea><button${attributes({ id: partId(item.place, item.id, 'edit'), type: 'submit', name: 'decision', value: 'edit' })}>Approve with these</button></details>`;
}
