import type { JsonObject } from '@binnacle/events';
import { describe, expect, it } from '@jest/globals';
import { agentsSpan } from './agents-span.js';

const span = (data: JsonObject, more: JsonObject = {}) =>
  agentsSpan(
    {
      object: 'trace.span',
      id: 'span_b7ad6b7169203331b7ad6b71',
      trace_id: 'trace_0af7651916cd43dd8448eb211c80319c',
      parent_id: null,
      started_at: '2026-11-24T08:00:00.000Z',
      ended_at: '2026-11-24T08:00:01.250Z',
      span_data: data,
      error: null,
      ...more,
    },
    { workflow: 'Trip planner', group: 'run-42' },
  );
const custom = (data: JsonObject) => ({ type: 'custom', name: String(data.sdk_span_type ?? 'mine'), data });

describe('a span of OpenAI Agents', () => {
  it.each<[JsonObject, string, string]>([
    [{ type: 'agent', name: 'planner', tools: [], handoffs: [] }, 'planner', 'invoke_agent'],
    [{ type: 'function', name: 'weather', input: '{}', output: '21' }, 'weather', 'execute_tool'],
    [{ type: 'generation', model: 'gpt-5' }, 'generation', 'chat'],
    [{ type: 'response', response_id: 'resp_1' }, 'response', 'chat'],
    [{ type: 'handoff', from_agent: 'planner', to_agent: 'booker' }, 'handoff: planner → booker', 'agent_step'],
    [{ type: 'guardrail', name: 'polite', triggered: true }, 'guardrail: polite', 'agent_step'],
    [{ type: 'mcp_tools', server: 'files', result: ['read'] }, 'tools of files', 'agent_step'],
    [
      { type: 'transcription', model: 'whisper', input: { data: 'AAAA', format: 'pcm' } },
      'transcription',
      'transcription',
    ],
    [{ type: 'speech', model: 'tts', input: 'Hi', output: { data: 'AAAA', format: 'pcm' } }, 'speech', 'speech'],
    [{ type: 'speech_group', input: 'Hi' }, 'speech_group', 'agent_step'],
    [custom({ sdk_span_type: 'task', name: 'Trip' }), 'Trip', 'invoke_workflow'],
    [custom({ sdk_span_type: 'turn', turn: 2, agent_name: 'planner' }), 'turn 2', 'agent_step'],
    [custom({ any: 'thing' }), 'mine', 'agent_step'],
    [{ type: 'of-a-newer-version' }, 'of-a-newer-version', 'agent_step'],
    [{}, 'span', 'agent_step'],
  ])('%j is %s, %s', (data, name, operation) => {
    const made = span(data);
    expect(made).toMatchObject({
      name,
      attributes: { 'gen_ai.operation.name': operation, 'gen_ai.conversation.id': 'run-42' },
    });
    // Sound would be most of what is kept.
    expect(JSON.stringify({ ...made?.attributes, 'openai.agents.data': null })).not.toContain('AAAA');
  });

  it.each([
    [
      {
        input_tokens: 100,
        output_tokens: 20,
        input_tokens_details: { cached_tokens: 64 },
        output_tokens_details: { reasoning_tokens: 8 },
      },
    ],
    [
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        prompt_tokens_details: { cached_tokens: 64 },
        completion_tokens_details: { reasoning_tokens: 8 },
      },
    ],
  ])('counts tokens by %j', (usage) => {
    expect(
      span({ type: 'generation', model: 'gpt-5', usage, model_config: { temperature: 0.3 } })?.attributes,
    ).toMatchObject({
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.cache_read.input_tokens': 64,
      'gen_ai.usage.reasoning.output_tokens': 8,
      'gen_ai.request.temperature': 0.3,
    });
  });

  it('has the sums of a turn, whose call may tell none, and is not given them', () => {
    const usage = { input_tokens: 100, output_tokens: 20, cached_input_tokens: 64, cache_write_input_tokens: 0 };
    const { attributes } = span(custom({ sdk_span_type: 'turn', turn: 1, usage })) ?? {};
    expect(attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 100,
      'gen_ai.usage.output_tokens': 20,
      'gen_ai.usage.cache_read.input_tokens': 64,
    });
    expect(attributes).not.toHaveProperty('gen_ai.input.messages');
  });

  it('says what made it fail where its message does not', () => {
    const error = { message: 'Error in agent run', data: { error: 'Error: 400 no such model' } };
    expect(span({ type: 'agent', name: 'x' }, { error })?.status.message).toBe(
      'Error in agent run: Error: 400 no such model',
    );
  });

  it('says why it failed, and that it has not ended', () => {
    expect(span({ type: 'function', name: 'x' }, { error: { message: 'no', data: {} } })?.status).toEqual({
      code: 2,
      message: 'no',
    });
    expect(span({ type: 'agent', name: 'x' }, { ended_at: null })?.endNs).toBe(0n);
    expect(span({ type: 'agent' }, { started_at: 'soon' })).toBeUndefined();
  });
});
