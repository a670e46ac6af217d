/** Events of a run, oldest first, as a conversation: who said what, and which tools were called in between. */
import {
  type BinnacleEvent,
  isJsonObject,
  type JsonValue,
  type Message,
  readMessages,
  summarise,
  textOf,
} from '@binnacle/plugin-kit';
import { withoutEchoes } from '../shared/echoes.js';
import type { Called, Turn, Voice } from './turn.js';

/** Characters of one text: more is a click away. */
const TEXT_CHARS = 8_000;

type Payload = Readonly<Record<string, JsonValue | undefined>>;

/** The payloads of agents differ: the first of these that is there. */
const GIVEN = ['input', 'messages', 'prompt'] as const;
const ANSWERED = ['output', 'text', 'response', 'content', 'completion'] as const;

export function readTurns(events: readonly BinnacleEvent[]): Turn[] {
  const inOrder = [...events].sort((a, b) => Number(a.timestamp > b.timestamp) - Number(a.timestamp < b.timestamp));
  const conversation = new Conversation();
  for (const event of withoutEchoes(inOrder)) conversation.hear(event);
  return conversation.turns;
}

class Conversation {
  readonly turns: Turn[] = [];
  /** What an agent and those who speak to it said since the other one spoke: spans say again what hooks said. */
  private readonly lately = new Map<string, { voice: Voice; texts: Set<string> }>();
  private readonly instructions = new Set<string>();
  private readonly open = new Map<string, Called>();

  private readonly heard: Readonly<Record<string, (event: BinnacleEvent, payload: Payload) => void>> = {
    'user:message': (event, { text }) => this.say(event, 'person', cut(text)),
    'user:message_sent': (event, { text, by }) => this.say(event, 'person', cut(text), nameOf(by)),
    'agent:started': (event, { task, system }) => {
      this.instructed(event, system);
      this.say(event, 'person', cut(task), 'task');
    },
    'agent:blocked': (event, payload) => this.say(event, 'question', askedIn(payload)),
    'agent:resumed': (event, { answer, answered_by: by }) => this.say(event, 'person', cut(answer), nameOf(by)),
    'agent:completed': (event, { summary, result }) => this.say(event, 'agent', cut(summary ?? result)),
    'agent:failed': (event, { error, message }) => this.say(event, 'failure', cut(error ?? message)),
    'model:request': (event, payload) => {
      this.instructed(event, payload.system);
      this.asked(event, messagesIn(first(payload, GIVEN)));
    },
    'model:message': (event, payload) => this.spoke(event, payload),
    'model:response': (event, payload) => this.answered(event, payload, summarise(event)),
    'tool:called': (event, payload) => this.called(event, payload),
    'tool:started': (event, payload) => this.called(event, payload),
    'tool:completed': (event, payload) => this.ended(event, payload),
    'tool:failed': (event, payload) => this.ended(event, payload),
  };

  hear(event: BinnacleEvent): void {
    this.heard[event.type]?.(event, event.payload as Payload);
  }

  private say(event: BinnacleEvent, voice: Voice, text: string, by?: string, note = ''): void {
    const words = text.trim();
    if (!words || this.wasSaid(event.agentId, voice, words)) return;
    this.turns.push({ ...toldBy(event), voice, by, text: words, note });
  }

  private wasSaid(agentId: string | null, voice: Voice, words: string): boolean {
    const texts = voice === 'system' ? this.instructions : this.since(agentId ?? '', voice);
    const isKnown = texts.has(words);
    texts.add(words);
    return isKnown;
  }

  private since(agentId: string, voice: Voice): Set<string> {
    const known = this.lately.get(agentId);
    if (known?.voice === voice) return known.texts;
    const texts = new Set<string>();
    this.lately.set(agentId, { voice, texts });
    return texts;
  }

  /** Of all that was said to the model so far, what came after its last answer is new. */
  private asked(event: BinnacleEvent, messages: readonly Message[]): void {
    for (const { role, text } of messages) if (role === 'system') this.say(event, 'system', cut(text));
    const last = messages.findLastIndex(({ role }) => role === 'assistant');
    for (const { role, text } of messages.slice(last + 1))
      if (role === 'user' || role === undefined) this.say(event, 'person', cut(text));
  }

  private answered(event: BinnacleEvent, payload: Payload, note: string): void {
    const texts = messagesIn(first(payload, ANSWERED)).filter(({ role }) => role === 'assistant' || role === undefined);
    for (const { text } of texts) this.say(event, 'agent', cut(text), undefined, note);
    this.say(event, 'failure', cut(payload.error));
  }

  private instructed(event: BinnacleEvent, system: JsonValue | undefined): void {
    for (const { text } of readMessages(system)) this.say(event, 'system', cut(text));
  }

  /** A message told by itself: a tool's is what its call told. */
  private spoke(event: BinnacleEvent, payload: Payload): void {
    const [{ role = 'assistant' } = {}] = readMessages({ role: payload.role ?? null, content: '' });
    if (role === 'assistant') this.answered(event, payload, '');
    else if (role === 'system') this.say(event, 'system', cut(payload.text));
    else if (role === 'user') this.say(event, 'person', cut(payload.text));
  }

  private called(event: BinnacleEvent, payload: Payload): void {
    const known = this.open.get(keyOf(event, payload));
    if (known) {
      known.input ??= payload.input ?? undefined;
      return;
    }
    this.call(event, payload);
  }

  private ended(event: BinnacleEvent, payload: Payload): void {
    const key = keyOf(event, payload);
    const call = this.open.get(key) ?? this.call(event, payload);
    this.open.delete(key);
    call.state = event.action === 'failed' ? 'failed' : 'done';
    call.input ??= payload.input ?? undefined;
    call.output = payload.output ?? payload.error ?? undefined;
    const between = Date.parse(event.timestamp) - Date.parse(call.timestamp);
    call.took = typeof payload.duration_ms === 'number' ? payload.duration_ms : between || undefined;
  }

  private call(event: BinnacleEvent, payload: Payload): Called {
    const call: Called = {
      ...toldBy(event),
      voice: 'tool',
      tool: nameOf(payload.tool_name) ?? 'tool',
      input: payload.input ?? undefined,
      output: undefined,
      state: 'running',
      took: undefined,
    };
    this.turns.push(call);
    this.open.set(keyOf(event, payload), call);
    return call;
  }
}

const toldBy = ({ id, timestamp, agentId }: BinnacleEvent) => ({ eventId: id, timestamp, agentId });

/** A call without an id is known by its node and name. */
const keyOf = ({ agentId, nodeId }: BinnacleEvent, { tool_use_id: id, tool_name: name }: Payload): string =>
  JSON.stringify(id ? [agentId, id] : [agentId, nodeId, name]);

const first = (payload: Payload, keys: readonly string[]): JsonValue | undefined =>
  keys.map((key) => payload[key]).find((value) => value !== undefined && value !== null);

/** Several questions in one are a list. */
function askedIn({ question, items }: Payload): string {
  const each = Array.isArray(items) ? items.map((item) => (isJsonObject(item) ? cut(item.question) : '')) : [];
  return [cut(question), ...each.filter(Boolean).map((text) => `- ${text}`)].filter(Boolean).join('\n');
}

/** An answer that is data and no message is shown as what it is. */
function messagesIn(value: JsonValue | undefined): readonly Message[] {
  const messages = readMessages(value);
  return messages.length > 0 || value === undefined ? messages : [{ role: undefined, text: cut(value) }];
}

const nameOf = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const cut = (value: JsonValue | undefined): string => textOf(value, TEXT_CHARS);
