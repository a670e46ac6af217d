/** Frameworks that write GenAI spans of their own, each with its habits. */
import { failed, traceOf } from '../testing/trace-of.fixture.js';

const strands = { 'gen_ai.system': 'strands-agents' };

/** Messages are events; a tool that failed ends well. */
export const STRANDS_TRACE = traceOf(
  { name: 'strands', scope: 'strands.telemetry.tracer', resource: { 'service.name': 'strands-agents' } },
  {
    name: 'invoke_agent Strands Agents',
    attributes: {
      ...strands,
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'Strands Agents',
      'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-20250514-v1:0',
      'session.id': 'strands-session',
      'langfuse.observation.type': 'span',
      'gen_ai.usage.input_tokens': 30,
    },
    events: [
      { name: 'gen_ai.user.message', attributes: { content: '[{"text":"2 + 2?"}]' } },
      { name: 'gen_ai.choice', attributes: { message: '4, roughly', finish_reason: 'end_turn' } },
    ],
    below: [
      {
        name: 'execute_event_loop_cycle',
        attributes: { 'event_loop.cycle_id': 'c-1' },
        below: [
          {
            name: 'chat',
            attributes: {
              ...strands,
              'gen_ai.operation.name': 'chat',
              'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-20250514-v1:0',
              'gen_ai.usage.prompt_tokens': 30,
              'gen_ai.usage.input_tokens': 30,
              'gen_ai.usage.output_tokens': 6,
              'gen_ai.usage.cache_read_input_tokens': 10,
              'gen_ai.usage.cache_write_input_tokens': 5,
            },
            events: [
              { name: 'gen_ai.user.message', attributes: { content: '[{"text":"2 + 2?"}]' } },
              { name: 'gen_ai.choice', attributes: { message: '[{"text":"4, roughly"}]', finish_reason: 'end_turn' } },
            ],
          },
          {
            name: 'execute_tool calculator',
            attributes: {
              ...strands,
              'gen_ai.operation.name': 'execute_tool',
              'gen_ai.tool.name': 'calculator',
              'gen_ai.tool.call.id': 'tooluse_1',
              'gen_ai.tool.status': 'error',
            },
            status: { code: 1, message: '' },
            events: [
              { name: 'gen_ai.tool.message', attributes: { role: 'tool', content: '{"sum":"2+2"}', id: 'tooluse_1' } },
              { name: 'gen_ai.choice', attributes: { message: '[{"text":"no battery"}]', id: 'tooluse_1' } },
            ],
          },
        ],
      },
    ],
  },
);

const details = 'gen_ai.client.inference.operation.details';
/** With the newest conventions switched on: all contents in one event each. */
export const STRANDS_NEW_TOOL = traceOf(
  { name: 'strands-new', scope: 'strands.telemetry.tracer' },
  {
    name: 'execute_tool calculator',
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'calculator' },
    events: [
      {
        name: details,
        attributes: {
          'gen_ai.input.messages':
            '[{"role":"tool","parts":[{"type":"tool_call","name":"calculator","id":"t1","arguments":{"sum":"2+2"}}]}]',
        },
      },
      {
        name: details,
        attributes: {
          'gen_ai.output.messages':
            '[{"role":"tool","parts":[{"type":"tool_call_response","id":"t1","response":[{"text":"4"}]}]}]',
        },
      },
    ],
  },
);

const ag2 = (type: string, operation: string, agent: string) => ({
  'ag2.span.type': type,
  'gen_ai.operation.name': operation,
  'gen_ai.agent.name': agent,
});

export const AG2_TRACE = traceOf(
  { name: 'ag2', scope: 'opentelemetry.instrumentation.ag2', resource: { 'service.name': 'committee' } },
  {
    name: 'conversation user_proxy',
    attributes: { ...ag2('conversation', 'conversation', 'user_proxy'), 'gen_ai.conversation.id': 'ag2-conv' },
    below: [
      {
        name: 'invoke_agent coder',
        attributes: ag2('agent', 'invoke_agent', 'coder'),
        below: [
          {
            name: 'chat gpt-4o-mini',
            attributes: {
              'gen_ai.operation.name': 'chat',
              'gen_ai.provider.name': 'openai',
              'gen_ai.request.model': 'gpt-4o-mini',
              'gen_ai.usage.input_tokens': 5,
              'gen_ai.usage.output_tokens': 1,
            },
          },
          {
            name: 'await_human_input user_proxy',
            attributes: {
              ...ag2('human_input', 'await_human_input', 'user_proxy'),
              'ag2.human_input.prompt': 'Go on?',
              'ag2.human_input.response': 'yes',
            },
          },
          { name: 'execute_code coder', attributes: ag2('code_execution', 'execute_code', 'coder') },
        ],
      },
    ],
  },
);

/** Semantic Kernel, by its older names. */
export const SEMANTIC_KERNEL_TRACE = traceOf(
  { name: 'semantic-kernel', scope: 'semantic_kernel.utils.telemetry.model_diagnostics.decorators' },
  {
    name: 'chat.completions gpt-4o',
    attributes: {
      'gen_ai.operation.name': 'chat.completions',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.request.max_tokens': 100,
      'gen_ai.response.finish_reason': 'FinishReason.STOP',
      'gen_ai.response.prompt_tokens': 16,
      'gen_ai.response.completion_tokens': 28,
    },
    events: [
      { name: 'gen_ai.content.prompt', attributes: { 'gen_ai.prompt': '[{"role":"user","content":"Why?"}]' } },
      {
        name: 'gen_ai.content.completion',
        attributes: { 'gen_ai.completion': '[{"role":"assistant","content":"So."}]' },
      },
    ],
  },
);

export const LITELLM_TRACE = traceOf(
  { name: 'litellm', scope: 'litellm', resource: { 'service.name': 'litellm' } },
  {
    name: 'litellm_request',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'llm.is_streaming': 'False',
      'llm.request.type': 'chat',
      'gen_ai.prompt.0.role': 'user',
      'gen_ai.prompt.0.content': 'Hi',
      'gen_ai.completion.0.role': 'assistant',
      'gen_ai.completion.0.tool_calls.0.name': 'look_up',
      'gen_ai.completion.0.tool_calls.0.arguments': '{"q":1}',
      'gen_ai.completion.0.finish_reason': 'tool_calls',
      'gen_ai.usage.input_tokens': '11',
      'gen_ai.usage.output_tokens': '2',
      'gen_ai.cost.total_cost': 0.00005,
    },
    below: [{ name: 'raw_gen_ai_request', attributes: { 'llm.openai.messages': '[]' } }],
  },
);

/** GitHub Copilot in VS Code: the conventions, beside names of its own. */
export const COPILOT_TRACE = traceOf(
  { name: 'copilot', scope: 'copilot-chat', resource: { 'service.name': 'copilot-chat', 'session.id': 'window-1' } },
  {
    name: 'invoke_agent copilot',
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'copilot',
      'gen_ai.conversation.id': 'copilot-conv',
      'copilot_chat.turn_count': 2,
    },
    below: [
      {
        name: 'chat gpt-5',
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'github',
          'gen_ai.request.model': 'gpt-5',
          'gen_ai.response.time_to_first_chunk': 0.25,
          'gen_ai.usage.input_tokens': 900,
          'gen_ai.usage.cache_read.input_tokens': 512,
          'gen_ai.usage.output_tokens': 20,
        },
      },
      {
        name: 'execute_tool readFile',
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'readFile',
          'gen_ai.tool.type': 'function',
        },
        status: failed('not found'),
      },
    ],
  },
);
