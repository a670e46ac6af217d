/** Log records of Gemini CLI (0.61), by `event.name`. Its spans (`llm_call`, `tool_call`) follow the GenAI conventions. */
import { defineMapping, type JsonObject, type MappedEvent } from '@binnacle/plugin-kit';
import { amount, flag, json, known, text } from '../reading/attributes.js';
import { cliOwner } from '../reading/cli-owner.js';
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

/** Cached and thought tokens: the first are part of the input, the second come on top of the output. */
const answered: Event = (attributes) => {
  const thoughts = amount(attributes, 'thoughts_token_count');
  const output = amount(attributes, 'output_token_count');
  return [
    {
      type: 'model:response',
      ofSpan: true,
      payload: known({
        model: text(attributes, 'model'),
        input_tokens: amount(attributes, 'input_token_count'),
        output_tokens: output,
        cache_read_tokens: amount(attributes, 'cached_content_token_count'),
        reasoning_tokens: thoughts,
        reasoning_in_output: thoughts === undefined ? undefined : false,
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
  const end = known({
    ...both,
    duration_ms: amount(attributes, 'duration_ms'),
    ...(isFailure && { error: error ?? 'failed' }),
  });
  return [
    { type: 'tool:called', payload: both },
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

const EVENTS: Readonly<Record<string, Event>> = {
  'gemini_cli.user_prompt': prompted,
  'gemini_cli.api_request': requested,
  'gemini_cli.api_response': answered,
  'gemini_cli.api_error': answered,
  'gemini_cli.tool_call': tool,
  'gemini_cli.agent.start': agentStarted,
  'gemini_cli.agent.finish': agentEnded,
};

export const geminiCli = defineMapping({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  order: 520,
  log: (record) => {
    const name = eventName(record);
    const event = Object.hasOwn(EVENTS, name) ? EVENTS[name] : undefined;
    return event && { ...cliOwner(record, 'session.id', 'gen_ai.conversation.id'), events: event(record.attributes) };
  },
});
