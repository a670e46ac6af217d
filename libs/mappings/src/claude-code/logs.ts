/** Log records of Claude Code, by `event.name`. What is told here, its hooks and spans may tell too: facts are one event. */
import type { JsonObject, LogRecord, Mapped, MappedEvent } from '@binnacle/plugin-kit';
import { amount, flag, json, known, text } from '../reading/attributes.js';
import { cliOwner } from '../reading/cli-owner.js';
import { eventName } from '../reading/event-name.js';
import { CLAUDE_CODE } from './client.js';
import { isRedacted, said } from './said.js';
import { usageOf } from './usage-of.js';

type Event = (attributes: JsonObject) => readonly MappedEvent[] | undefined;

const toolOf = (attributes: JsonObject): JsonObject =>
  known({
    tool_name: text(attributes, 'tool_name') ?? 'unknown',
    tool_use_id: text(attributes, 'tool_use_id')?.slice(0, 256),
    input: json(attributes, 'tool_input', 'tool_parameters'),
    request_id: text(attributes, 'request_id'),
    prompt_id: text(attributes, 'prompt.id'),
  });
const call = (attributes: JsonObject) => factOf(text(attributes, 'tool_use_id'));
const factOf = (key: string | undefined) => (key ? { fact: key } : {});

const prompt: Event = (attributes) => [
  {
    type: 'user:message',
    payload: known({
      text: said(attributes, 'prompt', 'prompt_text') ?? '',
      redacted: isRedacted(attributes, 'prompt') || undefined,
      prompt_id: text(attributes, 'prompt.id'),
      command: text(attributes, 'command_name'),
    }),
    ...factOf(text(attributes, 'prompt.id')),
  },
];

const answered: Event = (attributes) => [
  {
    type: 'model:response',
    payload: known({
      model: text(attributes, 'model'),
      duration_ms: amount(attributes, 'duration_ms'),
      ttft_ms: amount(attributes, 'ttft_ms'),
      request_id: text(attributes, 'request_id'),
      query_source: text(attributes, 'query_source'),
      prompt_id: text(attributes, 'prompt.id'),
      effort: text(attributes, 'effort'),
      attempt: amount(attributes, 'attempt'),
      error: text(attributes, 'error'),
      status_code: amount(attributes, 'status_code'),
      ...usageOf(attributes),
    }),
    ...factOf(text(attributes, 'request_id')),
  },
];

/** What asks the model for an answer to a person or an agent. Others ask it for titles, prefixes, suggestions and the like. */
const CONVERSATIONS = /^(repl_main_thread|sdk|agent:|side_question)/;

/** What it said, apart from what that cost: only where texts are switched on. */
const responded: Event = (attributes) => {
  const response = said(attributes, 'response');
  if (response === undefined || !CONVERSATIONS.test(text(attributes, 'query_source') ?? 'sdk')) return undefined;
  const payload = known({
    role: 'assistant',
    text: response,
    model: text(attributes, 'model'),
    request_id: text(attributes, 'request_id'),
    prompt_id: text(attributes, 'prompt.id'),
  });
  return [{ type: 'model:message', payload, ...factOf(text(attributes, 'request_id')) }];
};

/** An event of these fields, by the names they get. */
const told =
  (type: string, names: Readonly<Record<string, string>>): Event =>
  (attributes) => [
    {
      type,
      payload: known(Object.fromEntries(Object.entries(names).map(([to, from]) => [to, text(attributes, from)]))),
    },
  ];

/** A refusal is the end of the call. */
const decided: Event = (attributes) => {
  const how = { decision: text(attributes, 'decision'), source: text(attributes, 'source') };
  const called = { type: 'tool:called', payload: known({ ...toolOf(attributes), ...how }), ...call(attributes) };
  if (how.decision !== 'reject') return [called];
  const refused = known({ ...toolOf(attributes), ...how, error: 'rejected' });
  return [called, { type: 'tool:failed', payload: refused, ...call(attributes) }];
};

const ended: Event = (attributes) => {
  const isFailure = flag(attributes, 'success') === false;
  const payload = known({
    ...toolOf(attributes),
    duration_ms: amount(attributes, 'duration_ms'),
    output_bytes: amount(attributes, 'tool_result_size_bytes'),
    ...(isFailure && { error: text(attributes, 'error', 'error_type') ?? 'failed' }),
  });
  return [{ type: isFailure ? 'tool:failed' : 'tool:completed', payload, ...call(attributes) }];
};

const subagentEnded: Event = (attributes) => [
  {
    type: 'agent:completed',
    payload: known({
      name: text(attributes, 'agent_type'),
      duration_ms: amount(attributes, 'duration_ms'),
      total_tokens: amount(attributes, 'total_tokens'),
      tool_uses: amount(attributes, 'total_tool_uses'),
    }),
    ...factOf(text(attributes, 'agent_id')),
  },
];

const EVENTS: Readonly<Record<string, Event>> = {
  user_prompt: prompt,
  api_request: answered,
  api_error: answered,
  tool_decision: decided,
  tool_result: ended,
  subagent_completed: subagentEnded,
  assistant_response: responded,
  permission_mode_changed: told('agent:permission_mode_changed', {
    from: 'from_mode',
    mode: 'to_mode',
    trigger: 'trigger',
  }),
  skill_activated: told('agent:skill_activated', {
    name: 'skill.name',
    trigger: 'invocation_trigger',
    plugin: 'plugin.name',
  }),
  mcp_server_connection: told('agent:mcp_connection', {
    status: 'status',
    server: 'server_name',
    transport: 'transport_type',
    error: 'error',
    error_code: 'error_code',
  }),
};

/**
 * Behind a gateway that gives no request id, a call and its span can't be seen to be one. A record that was written within a trace
 * has a span beside it, with the same tokens.
 */
const isToldBySpan = (name: string, { attributes, spanId }: LogRecord): boolean =>
  (name === 'api_request' || name === 'api_error') && spanId !== '' && text(attributes, 'request_id') === undefined;

export function claudeLog(record: LogRecord): Mapped | undefined {
  const { scope, resource, body } = record;
  const isClaude =
    scope.name.startsWith('com.anthropic.claude_code') ||
    resource['service.name'] === 'claude-code' ||
    (typeof body === 'string' && body.startsWith('claude_code.'));
  if (!isClaude) return undefined;
  const name = eventName(record).replace(/^claude_code\./, '');
  const events =
    Object.hasOwn(EVENTS, name) && !isToldBySpan(name, record) ? EVENTS[name]?.(record.attributes) : undefined;
  const owner = cliOwner(record, CLAUDE_CODE);
  return events ? { ...owner, events } : { ...owner, events: [], keepRaw: true };
}
