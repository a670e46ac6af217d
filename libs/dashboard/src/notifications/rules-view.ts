import { QUESTION_KINDS } from '@binnacle/events';
import type { Rule, RuleEvent, WireChannel } from '@binnacle/notifiers';
import { attributes, emptyState, type Html, html, preview } from '@binnacle/plugin-kit';
import { button } from './channels-view.js';
import { notificationRoutes } from './notification-routes.js';

/** Steps of the form; REST takes more. */
export const FORM_STEPS = 4;
/** Suggested waits, in minutes. */
const WAITS = [0, 10, 60, 240];

export const EVENT_WORDS: Readonly<Record<RuleEvent, string>> = {
  asked: 'A question is open',
  overdue: 'A question is overdue',
  undelivered: 'An answer is not delivered',
  failed: 'An agent failed',
};

/** Who is told of what, step by step; and the form for another rule. */
export const rulesView = (rules: readonly Rule[], channels: readonly WireChannel[]): Html =>
  html`<section class="panel panel-full" aria-labelledby="rules-title"><h2 id="rules-title">Rules</h2><div class="panel-body">${
    rules.length === 0
      ? emptyState(
          'No rules',
          channels.length === 0
            ? 'Make a channel first; a rule says what goes there.'
            : 'Nobody is told of anything but by looking here.',
        )
      : html`<div class="table-scroll" tabindex="0"><table class="answered"><thead><tr><th>Name</th><th>When</th><th>Then</th><th data-short></th></tr></thead><tbody>${rules.map((rule) => row(rule, channels))}</tbody></table></div>`
  }${channels.length > 0 && form(channels)}</div></section>`;

function row(rule: Rule, channels: readonly WireChannel[]): Html {
  const { id, name, enabled, event, agents, kinds, skipClaimed, steps } = rule;
  const nameOf = (channelId: string) =>
    preview(channels.find((channel) => channel.id === channelId)?.name ?? channelId, 60);
  return html`<tr${attributes({ 'data-nav': true, tabindex: -1, class: enabled ? '' : 'is-revoked' })}><td>${preview(name, 80)}${!enabled && html`<span class="quiet">off</span>`}</td><td>${EVENT_WORDS[event]}<span class="quiet">${agents.length > 0 ? preview(agents.join(', '), 120) : 'any agent'}${kinds.length > 0 && html` · ${kinds.join(', ')}`}${skipClaimed && ' · not while claimed'}</span></td><td><ol class="rule-steps">${steps.map(({ afterSeconds, channelId }) => html`<li><span class="quiet">${waitOf(afterSeconds)}</span> ${nameOf(channelId)}</li>`)}</ol></td><td class="row-actions" data-short>${button(notificationRoutes.toggle(id), enabled ? 'Switch off' : 'Switch on')}${button(notificationRoutes.removeRule(id), 'Delete', 'danger')}</td></tr>`;
}

export function waitOf(seconds: number): string {
  if (seconds === 0) return 'at once';
  if (seconds % 3_600 === 0) return `after ${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `after ${seconds / 60} min` : `after ${seconds} s`;
}

const form = (channels: readonly WireChannel[]): Html =>
  html`<details class="new-rule" data-needs="admin"><summary>New rule</summary><form class="new-form" method="post" action="${notificationRoutes.rules()}"><label><span>Name</span><input name="name" maxlength="80" required></label><label><span>When</span><select name="event">${Object.entries(EVENT_WORDS).map(([event, words]) => html`<option value="${event}">${words}</option>`)}</select></label><label><span>Agents, by commas; name* for all that begin so</span><input name="agents" maxlength="2000" placeholder="any"></label><fieldset><legend>Kinds of question</legend>${QUESTION_KINDS.map((kind) => html`<label class="check"><input type="checkbox" name="kinds" value="${kind}"><span>${kind.replace('_', ' ')}</span></label>`)}<span class="quiet">none chosen: all</span></fieldset>
<fieldset><legend>Steps, while it still holds</legend>${Array.from({ length: FORM_STEPS }, (_, index) => step(index, channels))}</fieldset><label class="check"><input type="checkbox" name="skip_claimed" value="1" checked><span>Wait while somebody has claimed the question</span></label><button class="primary" type="submit">Make rule</button></form></details>`;

const step = (index: number, channels: readonly WireChannel[]): Html =>
  html`<div class="step-row"><label><span>After minutes</span><input${attributes({ name: 'after', type: 'number', min: 0, max: 10_080, step: 'any', value: WAITS[index] ?? 0 })}></label><label><span>tell</span><select name="channel">${index > 0 && html`<option value="">nobody</option>`}${channels.map(({ id, name }) => html`<option value="${id}">${preview(name, 60)}</option>`)}</select></label></div>`;
