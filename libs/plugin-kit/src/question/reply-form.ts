/** The form of an open question, by its kind. Field names are those of `formReply` in the coordinator. */
import { type AskedItem, propertiesOf, valueOfOption } from '@binnacle/events';
import { attributes } from '../attributes.js';
import { postForm } from '../datastar/actions.js';
import { on } from '../datastar/attribute-builders.js';
import { partId } from '../dom-ids.js';
import { type Html, html } from '../html.js';
import { routes } from '../routes.js';
import { preview } from '../view/preview.js';
import { approvalFields } from './approval-fields.js';
import type { OptionChoice, QuestionCard } from './question-card.js';
import { schemaField } from './schema-field.js';

const OPTIONS_SHOWN = 30;

export function replyForm(item: QuestionCard): Html {
  const { content, isClosed: closed } = item;
  const fields = closed ? false : fieldsOf(item);
  const free = content.items.length === 0 && propertiesOf(content.responseSchema).length === 0;
  return html`<form${attributes({ id: partId(item.place, item.id, 'form'), class: 'answer', 'data-asks': 'answer', method: 'post', action: routes.respond(item.agentId) })}${on('submit', postForm())}>
<input type="hidden" name="question_id" value="${item.id}"><input type="hidden" name="msg_id" value="${item.msgId}">${item.shownHash && html`<input type="hidden" name="shown_hash" value="${item.shownHash}">`}
${fields}${free && ownWords(item, closed)}
${closed ? free && html`<p class="draft-note">Your draft was not sent: the question is closed.</p>` : foot(item)}</form>`;
}

function fieldsOf(item: QuestionCard): Html | Html[] | false {
  const { content } = item;
  if (content.items.length > 0) return content.items.map((one) => itemFields(item, one));
  switch (content.kind) {
    case 'approval':
      return approvalFields(item);
    case 'multi_choice':
      return html`<fieldset class="choices-many">${item.options.slice(0, OPTIONS_SHOWN).map((option) => checkbox('value', 'checkbox', option))}</fieldset>`;
    case 'form':
      return propertiesOf(content.responseSchema).map(([name, schema]) => schemaField(item, name, schema));
    default:
      return (
        item.options.length > 0 &&
        html`<div class="choices" role="group" aria-label="Answers offered">${item.options.slice(0, OPTIONS_SHOWN).map((option, index) => choice(item, option, index))}</div>`
      );
  }
}

/** Words of one's own, where they are an answer. */
function ownWords(item: QuestionCard, closed: boolean): Html | false {
  const { kind, allowOther, allowed } = item.content;
  const isChoice = kind === 'choice' || kind === 'multi_choice';
  if (!closed && ((isChoice && !allowOther) || (kind === 'approval' && !allowed.includes('respond')))) return false;
  const field = partId(item.place, item.id, 'answer');
  const hint = kind === 'approval' ? 'Or say what to do instead …' : isChoice ? 'Something else …' : 'Your answer …';
  return html`<label class="visually-hidden" for="${field}">Your answer</label>
<textarea${attributes({
    id: field,
    name: 'answer',
    rows: 2,
    maxlength: 65_536,
    placeholder: hint,
    readonly: closed,
    'data-question-input': !closed,
  })}></textarea>`;
}

function foot({ content: { kind, allowOther, allowed, items } }: QuestionCard): Html | false {
  const words =
    items.length > 0 || (kind === 'approval' ? allowed.includes('respond') : kind !== 'choice' || allowOther);
  const label = kind === 'approval' && items.length === 0 ? 'Send words' : 'Send answer';
  const quiet = kind === 'approval' && items.length === 0;
  return (
    words &&
    html`<div class="answer-foot"><span class="quiet">Ctrl + Enter sends</span><button${attributes({ class: quiet ? '' : 'primary', type: 'submit' })}>${label}</button></div>`
  );
}

function itemFields(item: QuestionCard, one: AskedItem): Html {
  const { id, question, options, multi, allowOther } = one;
  const field = partId(item.place, item.id, 'other', id);
  const name = options.length > 0 ? `other.${id}` : `item.${id}`;
  return html`<fieldset class="choices-many"><legend>${preview(question, 400)}</legend>
${options.slice(0, OPTIONS_SHOWN).map((option) => checkbox(`item.${id}`, multi ? 'checkbox' : 'radio', choiceLike(option)))}
${(allowOther || options.length === 0) && html`<label class="visually-hidden" for="${field}">${preview(question, 100)}</label><input${attributes({ id: field, type: 'text', name, maxlength: 65_536, placeholder: options.length > 0 ? 'Something else …' : 'Your answer …', 'data-question-input': true })}>`}</fieldset>`;
}

const choiceLike = (option: AskedItem['options'][number]): OptionChoice => ({
  value: valueOfOption(option),
  label: typeof option === 'string' ? option : option.label || option.value,
  description: typeof option === 'string' ? '' : (option.description ?? ''),
});

const checkbox = (name: string, type: 'checkbox' | 'radio', { value, label, description }: OptionChoice): Html =>
  html`<label class="check"><input${attributes({ type, name, value })}><span><span class="choice-label">${preview(label, 200)}</span>${description && html`<span class="choice-more">${preview(description, 300)}</span>`}</span></label>`;

const choice = (item: QuestionCard, { value, label, description }: OptionChoice, index: number): Html =>
  html`<button${attributes({ id: partId(item.place, item.id, `choice-${index}`), class: 'choice', type: 'submit', name: 'choice', value })}><span class="choice-label">${preview(label, 200)}</span>${description && html`<span class="choice-more">${preview(description, 300)}</span>`}</button>`;
