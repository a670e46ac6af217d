import type { BinnacleEvent } from '@binnacle/events';
import { type Html, html, type JsonValue, type Message, readMessages } from '@binnacle/plugin-kit';

/** Fields of payloads that people read, in their order, and what they are called. */
const FIELDS: readonly (readonly [field: string, title: string])[] = [
  ['task', 'Task'],
  ['text', 'Text'],
  ['question', 'Question'],
  ['answer', 'Answer'],
  ['input', 'Given'],
  ['messages', 'Given'],
  ['prompt', 'Given'],
  ['output', 'Gave back'],
  ['response', 'Gave back'],
  ['result', 'Result'],
  ['summary', 'Summary'],
  ['error', 'Error'],
  ['message', 'Message'],
];
/** Shorter texts of one line are as easily read in the JSON. */
const LONG_CHARS = 80;
const SHOWN_CHARS = 40_000;
/** The newest of what a model was given. */
const SHOWN_MESSAGES = 60;

/** The texts of an event, as they were written: JSON shows a line break as two characters. Undefined when it has none. */
export function eventWords({ payload }: Pick<BinnacleEvent, 'payload'>): Html | undefined {
  const fields = payload as Readonly<Record<string, JsonValue | undefined>>;
  const parts = FIELDS.flatMap(([field, title]) => {
    const words = wordsOf(fields[field]);
    return words ? [html`<h3>${title}</h3>${words}`] : [];
  });
  if (parts.length === 0) return undefined;
  return html`<section class="panel panel-full" aria-labelledby="words"><div class="history-bar"><h2 id="words">In words</h2></div><div class="panel-body words">${parts}</div></section>`;
}

function wordsOf(value: JsonValue | undefined): Html | undefined {
  const messages = readMessages(value).filter(({ text }) => text !== undefined);
  if (messages.some(({ role }) => role !== undefined))
    return html`<ol>${messages.slice(-SHOWN_MESSAGES).map(message)}</ol>`;
  if (typeof value !== 'string' || (value.length < LONG_CHARS && !value.includes('\n'))) return undefined;
  return html`<p class="turn-text">${cut(value)}</p>`;
}

const LOOKS: Readonly<Record<string, string>> = { user: 'person', assistant: 'agent', tool: 'tool' };

const message = ({ role = '', text = '' }: Message): Html =>
  html`<li class="turn is-${LOOKS[role] ?? 'system'}"><span class="turn-who">${role || '—'}</span><p class="turn-text">${cut(text)}</p></li>`;

const cut = (text: string): string =>
  text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS).toWellFormed()}…` : text;
