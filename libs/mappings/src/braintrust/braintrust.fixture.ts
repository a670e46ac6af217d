import { failed, traceOf } from '../testing/trace-of.fixture.js';

const typed = (type: string, name: string) => ({ 'braintrust.span_attributes': JSON.stringify({ type, name }) });

export const BRAINTRUST_TRACE = traceOf(
  { name: 'braintrust', scope: 'braintrust', resource: { 'service.name': 'helpdesk' } },
  {
    name: 'eval',
    attributes: { ...typed('eval', 'refund cases'), 'braintrust.input_json': '{"case":12}' },
    below: [
      {
        name: 'call',
        attributes: {
          ...typed('llm', 'draft reply'),
          'braintrust.input_json': '[{"role":"user","content":"May I return it?"}]',
          'braintrust.output_json': '[{"role":"assistant","content":"Within 30 days."}]',
          'braintrust.metadata': '{"model":"gpt-4o-mini","provider":"openai","temperature":0}',
          'braintrust.metrics': JSON.stringify({
            prompt_tokens: 90,
            completion_tokens: 12,
            tokens: 102,
            prompt_cached_tokens: 64,
            completion_reasoning_tokens: 4,
            estimated_cost: 0.00002,
          }),
        },
      },
      {
        name: 'function call',
        attributes: { ...typed('tool', 'lookup_policy'), 'braintrust.input_json': '{"country":"NO"}' },
        status: failed('no such country'),
      },
      {
        name: 'grade',
        attributes: { ...typed('score', 'grade'), 'braintrust.scores': '{"factual":0.75,"tone":1,"skipped":null}' },
      },
    ],
  },
);
