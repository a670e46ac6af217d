import type { JsonObject, LogRecord } from '@binnacle/plugin-kit';
import { logOf, metricOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { only, told, typesOf } from '../testing/read-by-order.fixture.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const log = (name: string, attributes: JsonObject = {}, more: Partial<LogRecord> = {}) =>
  told(
    logOf({ attributes: { 'event.name': name, ...attributes }, traceId: TRACE, spanId: 'b7ad6b7169203331', ...more }),
  );

describe('GenAI log records', () => {
  it.each([
    ['gen_ai.system.message', { content: 'Be brief' }, { role: 'system', text: 'Be brief' }],
    ['gen_ai.user.message', { content: 'Hi', role: 'user' }, { role: 'user', text: 'Hi' }],
    ['gen_ai.tool.message', { content: '21', id: 'call_1' }, { role: 'tool', text: '21', tool_use_id: 'call_1' }],
    [
      'gen_ai.choice',
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hello' } },
      { role: 'assistant', text: 'Hello', finish_reason: 'stop' },
    ],
  ])('%s is a message', (name, body, payload) => {
    const [event] = log(name, { 'gen_ai.system': 'openai' }, { body });
    expect(event).toMatchObject({ type: 'model:message', payload: { ...payload, provider: 'openai' } });
  });

  it('have their name as the field too, and their body as JSON', () => {
    const [event] = told(logOf({ eventName: 'gen_ai.user.message', body: '{"content":"Hi"}' }));
    expect(event).toMatchObject({ type: 'model:message', payload: { role: 'user', text: 'Hi' } });
  });

  it('that a call repeats of the conversation before it are one event in a trace', () => {
    const body = { content: 'Hi' };
    const [first] = log('gen_ai.user.message', {}, { body });
    const [again] = log('gen_ai.user.message', {}, { body, spanId: 'b7ad6b7169203332' });
    const [other] = log('gen_ai.user.message', {}, { body, traceId: TRACE.replace('0a', '0b') });
    expect(first?.fact).toBe(again?.fact);
    expect(first?.fact).not.toBe(other?.fact);
  });

  it('before a call tell of its request, after it of the response', () => {
    const name = 'gen_ai.client.inference.operation.details';
    const asked = { 'gen_ai.request.model': 'gpt-4o', 'gen_ai.input.messages': [{ role: 'user', parts: [] }] };
    expect(typesOf(log(name, asked))).toEqual(['model:request']);
    const answered = log(name, { ...asked, 'gen_ai.response.id': 'r-1', 'gen_ai.usage.input_tokens': 3 });
    expect(only(answered, 'model:response')).toMatchObject({ model: 'gpt-4o', input_tokens: 3, response_id: 'r-1' });
  });

  it('of an exception and of an evaluation say what became of the call', () => {
    const exception = { 'exception.type': 'RateLimitError', 'exception.message': 'slow down' };
    expect(only(log('gen_ai.client.operation.exception', exception), 'model:response')).toMatchObject({
      error: 'slow down',
      error_type: 'RateLimitError',
    });
    const result = {
      'gen_ai.evaluation.name': 'Relevance',
      'gen_ai.evaluation.score.value': 4,
      'gen_ai.response.id': 'r-1',
    };
    expect(only(log('gen_ai.evaluation.result', result), 'model:evaluated')).toEqual({
      name: 'Relevance',
      score: 4,
      response_id: 'r-1',
    });
  });

  it('of LiteLLM have the role in the body and the name in another attribute', () => {
    const events = told(
      logOf({
        attributes: { event_name: 'gen_ai.content.completion', 'gen_ai.system': 'openai' },
        body: { role: 'assistant', content: 'Hello' },
      }),
    );
    expect(only(events, 'model:message')).toMatchObject({ role: 'assistant', text: 'Hello' });
  });

  it('leave histograms to who asks for them', () => {
    const name = 'gen_ai.client.token.usage';
    expect(typesOf(told(metricOf({ name, kind: 'histogram', value: 12, count: 3 })))).toEqual(['otel:metric']);
  });
});
