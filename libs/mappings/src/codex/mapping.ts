/** Log records of OpenAI's Codex CLI (0.171), by `event.name`. Its spans are of its own inside, and left as they are. */
import { defineMapping, type JsonObject, type MappedEvent } from '@binnacle/plugin-kit';
import { amount, flag, json, known, text } from '../reading/attributes.js';
import { type CliClient, cliOwner } from '../reading/cli-owner.js';
import { eventName } from '../reading/event-name.js';

type Event = (attributes: JsonObject) => readonly MappedEvent[] | undefined;

/** Its service is called after the program that runs it: `codex_cli_rs`, `codex_exec`, `codex_vscode`. */
const CODEX: CliClient = {
  name: 'codex',
  services: /^codex\b|^codex[_-]/i,
  sessionKeys: ['conversation.id', 'session.id', 'gen_ai.conversation.id', 'thread.id'],
};

const toolOf = (attributes: JsonObject): JsonObject =>
  known({
    tool_name: text(attributes, 'tool_name') ?? 'unknown',
    tool_use_id: text(attributes, 'call_id')?.slice(0, 256),
    input: json(attributes, 'arguments'),
    mcp_server: text(attributes, 'mcp_server'),
  });
const call = (attributes: JsonObject) => {
  const key = text(attributes, 'call_id');
  return key ? { fact: key } : {};
};

/** The same as the hook SessionStart with `source: startup`. */
const started: Event = (attributes) => [
  {
    type: 'agent:started',
    fact: 'startup',
    payload: known({
      name: 'Codex',
      model: text(attributes, 'model', 'slug'),
      provider: text(attributes, 'provider_name'),
      approval_policy: text(attributes, 'approval_policy'),
      sandbox_policy: text(attributes, 'sandbox_policy'),
    }),
  },
];

/** What Codex writes in place of a prompt unless `log_user_prompt` is set. */
const REDACTED = '[REDACTED]';
const prompted: Event = (attributes) => {
  const prompt = text(attributes, 'prompt') ?? '';
  const payload: JsonObject = prompt === REDACTED ? { text: '', redacted: true } : { text: prompt };
  return [{ type: 'user:message', payload }];
};

/** Written when the answer begins. */
const requested: Event = (attributes) => [
  {
    type: 'model:request',
    earlierMs: amount(attributes, 'duration_ms'),
    payload: known({
      model: text(attributes, 'model', 'slug'),
      duration_ms: amount(attributes, 'duration_ms'),
      status_code: amount(attributes, 'http.response.status_code', 'status'),
      attempt: amount(attributes, 'attempt'),
      error: text(attributes, 'error.message'),
    }),
  },
];

/**
 * Of the pieces of an answer, the last one counts its tokens; one with an error is the last. Each end is written twice, as a piece
 * and with its tokens. Cached ones are part of the input.
 */
const streamed: Event = (attributes) => {
  const [, end] = /^response\.(completed|failed|incomplete)$/.exec(text(attributes, 'event.kind') ?? '') ?? [];
  const isCounted = amount(attributes, 'input_token_count', 'output_token_count') !== undefined;
  const isLast = end === 'completed' ? isCounted : end !== undefined;
  if (!isLast && text(attributes, 'error.message') === undefined) return undefined;
  return [
    {
      type: 'model:response',
      payload: known({
        model: text(attributes, 'model', 'slug'),
        input_tokens: amount(attributes, 'input_token_count'),
        output_tokens: amount(attributes, 'output_token_count'),
        cache_read_tokens: amount(attributes, 'cached_token_count'),
        reasoning_tokens: amount(attributes, 'reasoning_token_count'),
        tool_tokens: amount(attributes, 'tool_token_count'),
        duration_ms: amount(attributes, 'duration_ms'),
        error: text(attributes, 'error.message'),
      }),
    },
  ];
};

const decided: Event = (attributes) => {
  const said = { decision: text(attributes, 'decision'), decided_by: text(attributes, 'source') };
  const called = { type: 'tool:called', payload: known({ ...toolOf(attributes), ...said }), ...call(attributes) };
  if (!/^(denied|abort)/i.test(said.decision ?? '')) return [called];
  const refused = known({ ...toolOf(attributes), ...said, error: said.decision });
  return [called, { type: 'tool:failed', payload: refused, ...call(attributes) }];
};

const ended: Event = (attributes) => {
  const isFailure = flag(attributes, 'success') === false;
  const output = text(attributes, 'output');
  const payload = known({
    ...toolOf(attributes),
    duration_ms: amount(attributes, 'duration_ms'),
    output,
    ...(isFailure && { error: output ?? 'failed' }),
  });
  return [{ type: isFailure ? 'tool:failed' : 'tool:completed', payload, ...call(attributes) }];
};

const EVENTS: Readonly<Record<string, Event>> = {
  'codex.conversation_starts': started,
  'codex.user_prompt': prompted,
  'codex.api_request': requested,
  'codex.websocket_request': requested,
  'codex.sse_event': streamed,
  'codex.websocket_event': streamed,
  'codex.tool_decision': decided,
  'codex.tool_result': ended,
};

export const codex = defineMapping({
  id: 'codex',
  title: 'Codex CLI',
  order: 510,
  log: (record) => {
    const name = eventName(record);
    if (!name.startsWith('codex.')) return undefined;
    const events = Object.hasOwn(EVENTS, name) ? EVENTS[name]?.(record.attributes) : undefined;
    const owner = cliOwner(record, CODEX);
    return events ? { ...owner, events } : { ...owner, events: [], keepRaw: true };
  },
});
