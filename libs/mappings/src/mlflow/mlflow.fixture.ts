import { traceOf } from '../testing/trace-of.fixture.js';

/** MLflow writes JSON into every attribute, quotes and all. */
const attributes = (type: string, rest: Readonly<Record<string, unknown>> = {}) =>
  Object.fromEntries(
    Object.entries({ 'mlflow.spanType': type, ...rest }).map(([key, value]) => [key, JSON.stringify(value)]),
  );

export const MLFLOW_TRACE = traceOf(
  { name: 'mlflow', scope: 'mlflow', resource: { 'service.name': 'unknown_service' } },
  {
    name: 'planner',
    attributes: {
      ...attributes('AGENT', {
        'mlflow.spanInputs': { messages: [{ role: 'user', content: 'Plan a walk' }] },
        'mlflow.spanOutputs': 'Along the fjord.',
      }),
      'session.id': 'ml-session',
    },
    below: [
      {
        name: 'Completions',
        attributes: attributes('CHAT_MODEL', {
          'mlflow.spanInputs': { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Plan a walk' }] },
          'mlflow.spanOutputs': {
            id: 'c1',
            choices: [{ index: 0, message: { role: 'assistant', content: 'Along the fjord.' } }],
          },
          'mlflow.llm.provider': 'openai',
          'mlflow.chat.tokenUsage': {
            input_tokens: 40,
            output_tokens: 6,
            total_tokens: 46,
            cache_read_input_tokens: 32,
          },
          'mlflow.llm.cost': { input_cost: 0.000006, output_cost: 0.0000036, total_cost: 0.0000096 },
        }),
      },
      {
        name: 'weather',
        attributes: attributes('TOOL', { 'mlflow.spanInputs': { place: 'Flåm' }, 'mlflow.spanOutputs': 'rain' }),
      },
      { name: 'parse', attributes: attributes('PARSER') },
    ],
  },
);
