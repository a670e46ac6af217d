/**
 * Log records of Gemini CLI (0.61) and of its forks, which write the same under a prefix of their own (`qwen-code.api_response`). Its
 * spans (`llm_call`, `tool_call`) follow the GenAI conventions.
 */
import {
  defineMapping,
  type JsonObject,
  type LogRecord,
  type Mapped,
  type MappedEvent,
  type SpanRecord,
} from '@binnacle/plugin-kit';
import { genAiSpan } from '../gen-ai/spans.js';
import { amount, flag, json, known, text } from '../reading/attributes.js';
import { type CliClient, cliOwner } from '../reading/cli-owner.js';
import { eventName } from '../reading/event-name.js';

type Event = (attributes: JsonObject) => readonly MappedEvent[];

const prompted: Event = (attributes) => [
  {
    type: 'user:message',
    payload: known({ text: text(attributes, 'prompt') ?? '', prompt_id: text(attributes, 'prompt_id') }),
  },
];

const requested: Event = (attributes) => [
  {
    type: 'model:request',
    ofSpan: true,
    payload: known({
      model: text(attributes, 'model'),
      prompt_id: text(attributes, 'prompt_id'),
      input: json(attributes, 'request_text'),
    }),
  },
];

/** Cached tokens are part of the input. Thoughts come on top of Gemini's output; of other models, which forks call, they are part of it. */
const answered: Event = (attributes) => {
  const thoughts = amount(attributes, 'thoughts_token_count');
  const [input, output, total] = ['input_token_count', 'output_token_count', 'total_token_count'].map((key) =>
    amount(attributes, key),
  );
  const isPart = input !== undefined && output !== undefined && total === input + output;
  return [
    {
      type: 'model:response',
      ofSpan: true,
      payload: known({
        model: text(attributes, 'model'),
        input_tokens: input,
        output_tokens: output,
        cache_read_tokens: amount(attributes, 'cached_content_token_count'),
        reasoning_tokens: thoughts,
        reasoning_in_output: thoughts === undefined ? undefined : isPart,
        tool_tokens: amount(attributes, 'tool_token_count'),
        duration_ms: amount(attributes, 'duration_ms'),
        status_code: amount(attributes, 'status_code'),
        prompt_id: text(attributes, 'prompt_id'),
        finish_reasons: json(attributes, 'finish_reasons'),
        output: json(attributes, 'response_text'),
        error: text(attributes, 'error', 'error.message'),
      }),
    },
  ];
};

/** Told once, when the call has ended, and without an id. */
const tool: Event = (attributes) => {
  const both = known({
    tool_name: text(attributes, 'function_name') ?? 'unknown',
    tool_type: text(attributes, 'tool_type'),
    prompt_id: text(attributes, 'prompt_id'),
    input: json(attributes, 'function_args'),
    decision: text(attributes, 'decision'),
  });
  const error = text(attributes, 'error', 'error_type');
  const isFailure =
    flag(attributes, 'success') === false || (error !== undefined && flag(attributes, 'success') !== true);
  const duration = amount(attributes, 'duration_ms');
  const end = known({
    ...both,
    duration_ms: duration,
    ...(isFailure && { error: error ?? 'failed' }),
  });
  return [
    { type: 'tool:called', payload: both, earlierMs: duration },
    { type: isFailure ? 'tool:failed' : 'tool:completed', payload: end },
  ];
};

const agentOf = (attributes: JsonObject) => {
  const agentId = text(attributes, 'agent_id');
  return agentId ? { agentId } : {};
};
const agentStarted: Event = (attributes) => [
  { type: 'agent:started', payload: known({ name: text(attributes, 'agent_name') }), ...agentOf(attributes) },
];
const agentEnded: Event = (attributes) => [
  {
    type: 'agent:completed',
    payload: known({
      name: text(attributes, 'agent_name'),
      duration_ms: amount(attributes, 'duration_ms'),
      turns: amount(attributes, 'turn_count'),
      summary: text(attributes, 'terminate_reason'),
    }),
    ...agentOf(attributes),
  },
];

const commanded: Event = (attributes) => [
  {
    type: 'user:command',
    payload: known({
      command: text(attributes, 'command'),
      arguments: text(attributes, 'subcommand'),
      status: text(attributes, 'status'),
    }),
  },
];
const compressed: Event = (attributes) => [
  {
    type: 'agent:compacted',
    payload: known({
      tokens_before: amount(attributes, 'tokens_before'),
      tokens_after: amount(attributes, 'tokens_after'),
    }),
  },
];

/** By what stands behind the prefix. */
const EVENTS: Readonly<Record<string, Event>> = {
  user_prompt: prompted,
  api_request: requested,
  api_response: answered,
  api_error: answered,
  tool_call: tool,
  'agent.start': agentStarted,
  'agent.finish': agentEnded,
  slash_command: commanded,
  chat_compression: compressed,
};

const GEMINI: CliClient = {
  name: 'gemini',
  services: /^gemini[-_]?cli$/,
  sessionKeys: ['session.id', 'gen_ai.conversation.id'],
};
/** A fork's prefix is the name of its service too. */
const forkOf = (name: string): CliClient => ({ ...GEMINI, name, services: new RegExp(`^${name}$`) });
const QWEN = forkOf('qwen-code');

/** Each call is told once more as a record of the GenAI conventions, before it and after it. */
const DETAILS = 'gen_ai.client.inference.operation.details';

function clientOf({ resource, attributes }: { readonly resource: JsonObject; readonly attributes: JsonObject }) {
  const names = [text(resource, 'service.name') ?? '', text(attributes, 'gen_ai.agent.name') ?? ''];
  return [GEMINI, QWEN].find(({ services }) => names.some((name) => services.test(name)));
}

/** Undefined: not of this family. A fork that is not known is told by what it writes. */
function writerOf(record: LogRecord, prefix: string, isKnown: boolean): CliClient | undefined {
  if (prefix === 'gemini_cli') return GEMINI;
  if (isKnown && text(record.attributes, ...GEMINI.sessionKeys) !== undefined) return forkOf(prefix);
  return clientOf(record);
}

/**
 * Of what its log records tell whole, with arguments and tokens, and outside of the span: a tool that is called (below
 * `schedule_tool_calls`), and the end of a call that was streamed, whose span has no tokens.
 */
const isToldByLogs = ({ type, payload }: MappedEvent, { parentSpanId }: SpanRecord): boolean =>
  type.startsWith('tool:')
    ? parentSpanId !== ''
    : type === 'model:response' && payload.input_tokens === undefined && payload.output_tokens === undefined;

function geminiSpan(span: SpanRecord): Mapped | undefined {
  const client = clientOf(span);
  const mapped = client && genAiSpan(span);
  if (!mapped) return undefined;
  const events = mapped.events.filter((event) => !isToldByLogs(event, span));
  return { ...mapped, events, keepRaw: events.length === 0, ...cliOwner(span, client) };
}

export const geminiCli = defineMapping({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  order: 520,
  span: geminiSpan,
  log: (record) => {
    const name = eventName(record);
    const [, prefix = '', rest = ''] = /^([a-z][\w-]*)\.(.+)$/.exec(name) ?? [];
    const event = name !== DETAILS && Object.hasOwn(EVENTS, rest) ? EVENTS[rest] : undefined;
    const client = writerOf(record, prefix, event !== undefined);
    if (!client) return undefined;
    const owner = cliOwner(record, client);
    return event ? { ...owner, events: event(record.attributes) } : { ...owner, events: [], keepRaw: true };
  },
});
