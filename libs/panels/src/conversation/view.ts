import {
  contextOf,
  duration,
  type Html,
  html,
  isJsonObject,
  type JsonValue,
  partId,
  preview,
  routes,
  timeAgo,
} from '@binnacle/plugin-kit';
import type { Called, Said, Turn, Voice } from './turn.js';

/** Characters of what a tool was given, and of what it gave back. */
const SHOWN_CHARS = 4_000;
const ID = 'conversation';

/** @param turns in the order they are read */
export const view = (turns: readonly Turn[]): Html =>
  html`<ol class="talk">${turns.map((turn) => (turn.voice === 'tool' ? call(turn) : words(turn)))}</ol>`;

const WHO: Readonly<Record<Voice, string>> = {
  person: 'person',
  agent: 'agent',
  question: 'asks',
  failure: 'failed',
  system: 'instructions',
};

function words(turn: Said): Html {
  const { voice, agentId, by, note, eventId, timestamp } = turn;
  const name = voice === 'person' ? (by ?? WHO.person) : voice === 'system' ? WHO.system : (agentId ?? WHO.agent);
  const role = voice === 'question' || voice === 'failure' ? WHO[voice] : '';
  return html`<li id="${partId(ID, eventId, voice)}" class="turn is-${voice}" data-nav tabindex="-1"><div class="turn-head"><span class="turn-who">${preview(name, 80)}</span>${role && html`<span class="turn-role">${role}</span>`}${voice === 'person' && agentId && html`<span class="quiet">to ${preview(agentId, 60)}</span>`}<span class="turn-note quiet">${note}</span><a class="quiet" href="${routes.eventPage(eventId)}">${timeAgo(timestamp, 'clock')}</a></div>${body(turn)}</li>`;
}

function body({ voice, text }: Said): Html {
  if (voice === 'agent' || voice === 'question') return contextOf({ kind: 'markdown', text });
  const plain = html`<p class="turn-text">${text}</p>`;
  return voice === 'system'
    ? html`<details><summary class="quiet">${preview(text, 120)}</summary>${plain}</details>`
    : plain;
}

function call({ tool, state, took, input, output, eventId, timestamp, agentId }: Called): Html {
  const spent =
    state === 'running'
      ? 'running'
      : `${state === 'failed' ? 'failed ' : ''}${took === undefined ? '' : duration(took)}`;
  return html`<li id="${partId(ID, eventId, 'tool')}" class="turn is-tool is-${state}" data-nav tabindex="-1"><details><summary><span class="turn-tool">${preview(tool, 80)}</span><span class="turn-input">${preview(inShort(input), 200)}</span><span class="turn-took">${spent}</span></summary>${part('Given', input)}${part(state === 'failed' ? 'Error' : 'Gave back', output)}<p class="turn-foot quiet">${agentId && `${preview(agentId, 80)} · `}<a class="quiet" href="${routes.eventPage(eventId)}">${timeAgo(timestamp, 'clock')}</a></p></details></li>`;
}

/** What of a call says most in one line. */
const TELLING = ['command', 'query', 'pattern', 'file_path', 'path', 'url', 'description', 'prompt'];

function inShort(input: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(input)) return input;
  const key = TELLING.find((name) => typeof input[name] === 'string' && input[name] !== '');
  return key === undefined ? input : input[key];
}

const part = (title: string, value: JsonValue | undefined): Html | false =>
  value !== undefined && html`<h4>${title}</h4><pre>${shown(value)}</pre>`;

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS).toWellFormed()}…` : text;
}

/** Characters that the view shows, roughly. */
export const sizeOf = (turns: readonly Turn[]): number =>
  turns.reduce(
    (sum, turn) =>
      sum + (turn.voice === 'tool' ? shown(turn.input).length + shown(turn.output).length : turn.text.length),
    0,
  );
