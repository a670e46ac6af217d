import { traceOf } from '../testing/trace-of.fixture.js';

export const HAYSTACK_TRACE = traceOf(
  { name: 'haystack', scope: 'haystack', resource: { 'service.name': 'answers' } },
  {
    name: 'haystack.pipeline.run',
    attributes: { 'haystack.pipeline.input_data': '{"prompt":{"question":"Who?"}}' },
    below: [
      {
        name: 'haystack.component.run',
        attributes: {
          'haystack.component.name': 'retriever',
          'haystack.component.type': 'InMemoryBM25Retriever',
          'haystack.component.output': '{"documents":[{"id":"d1"}]}',
        },
      },
      {
        name: 'haystack.component.run',
        attributes: {
          'haystack.component.name': 'llm',
          'haystack.component.type': 'OpenAIChatGenerator',
          'haystack.component.output': JSON.stringify({
            replies: [
              {
                role: 'assistant',
                content: [{ text: 'Amundsen.' }],
                meta: {
                  model: 'gpt-4o-mini',
                  finish_reason: 'stop',
                  usage: { prompt_tokens: 21, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 16 } },
                },
              },
            ],
          }),
        },
      },
    ],
  },
);
