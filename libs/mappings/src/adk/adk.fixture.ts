import { failed, traceOf } from '../testing/trace-of.fixture.js';

const ADK = { scope: 'gcp.vertex.agent', resource: { 'service.name': 'weather-service' } };
const call = {
  'gen_ai.system': 'gcp.vertex.agent',
  'gen_ai.request.model': 'gemini-2.5-flash',
  'gcp.vertex.agent.invocation_id': 'e-1',
  'gcp.vertex.agent.session_id': 'adk-session',
  'gcp.vertex.agent.event_id': 'ev-1',
  'gcp.vertex.agent.llm_request': JSON.stringify({
    model: 'gemini-2.5-flash',
    config: {},
    contents: [{ role: 'user', parts: [{ text: 'Rain in Oslo?' }] }],
  }),
  'gcp.vertex.agent.llm_response': JSON.stringify({ content: { role: 'model', parts: [{ text: 'Yes, later.' }] } }),
  'gen_ai.usage.input_tokens': 31,
  'gen_ai.usage.output_tokens': 5,
  'gen_ai.response.finish_reasons': ['stop'],
};
const tool = {
  'gen_ai.system': 'gcp.vertex.agent',
  'gen_ai.operation.name': 'execute_tool',
  'gen_ai.tool.name': 'forecast',
  'gen_ai.tool.type': 'FunctionTool',
  'gen_ai.tool.call.id': '<not specified>',
  'gcp.vertex.agent.llm_request': '{}',
  'gcp.vertex.agent.llm_response': '{}',
  'gcp.vertex.agent.tool_call_args': '{"city":"Oslo"}',
  'gcp.vertex.agent.tool_response': '{"result":"rain"}',
};

/** Since 1.13. */
export const ADK_TRACE = traceOf(
  { ...ADK, name: 'adk' },
  {
    name: 'invocation',
    below: [
      {
        name: 'invoke_agent weather',
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.agent.name': 'weather',
          'gen_ai.agent.description': 'Knows the sky',
          'gen_ai.conversation.id': 'adk-session',
        },
        below: [
          { name: 'call_llm', attributes: call },
          { name: 'execute_tool forecast', attributes: tool },
          {
            name: 'execute_tool (merged tools)',
            attributes: { ...tool, 'gen_ai.tool.name': '(merged tools)', 'gcp.vertex.agent.tool_call_args': 'N/A' },
          },
        ],
      },
    ],
  },
);

/** Before: the run says nothing but its name. */
export const ADK_OLD_TRACE = traceOf(
  { ...ADK, name: 'adk-old' },
  {
    name: 'invocation',
    below: [
      {
        name: 'agent_run [weather]',
        below: [{ name: 'call_llm', attributes: call, status: failed('quota exceeded') }],
      },
    ],
  },
);
