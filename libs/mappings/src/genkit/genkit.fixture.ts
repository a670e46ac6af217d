import type { JsonObject } from '@binnacle/plugin-kit';
import { failed, traceOf } from '../testing/trace-of.fixture.js';

const action = (subtype: string, name: string, more: JsonObject = {}): JsonObject => ({
  'genkit:type': 'action',
  'genkit:metadata:subtype': subtype,
  'genkit:name': name,
  ...more,
});
const io = (input: unknown, output: unknown): JsonObject => ({
  'genkit:input': JSON.stringify(input),
  'genkit:output': JSON.stringify(output),
});
const said = (role: string, words: string) => ({ role, content: [{ text: words }] });

/** An agent's turn: its prompt, a call of a model, and two of tools. */
export const GENKIT_TRACE = traceOf(
  { name: 'genkit', scope: 'genkit-tracer', resource: { 'service.name': 'shop' } },
  {
    name: 'librarian',
    attributes: action('agent', 'librarian', {
      'genkit:metadata:agent:sessionId': 'shelf-1',
      ...io({}, { sessionId: 'shelf-1', message: said('model', 'On shelf 3.'), state: { messages: [] } }),
    }),
    below: [
      {
        name: 'runTurn-1',
        attributes: { 'genkit:type': 'flowStep', 'genkit:name': 'runTurn-1', ...io('Where is it?', null) },
        below: [
          { name: 'render', attributes: { 'genkit:type': 'promptTemplate', 'genkit:name': 'render' } },
          {
            name: 'generate',
            attributes: { 'genkit:type': 'util', 'genkit:name': 'generate' },
            below: [
              {
                name: 'googleai/gemini-2.5-flash',
                attributes: action(
                  'model',
                  'googleai/gemini-2.5-flash',
                  io(
                    {
                      messages: [said('system', 'You know the shelves.'), said('user', 'Where is it?')],
                      config: { temperature: 0.2 },
                      tools: [{ name: 'shelves' }],
                    },
                    {
                      message: said('model', 'On shelf 3.'),
                      finishReason: 'stop',
                      usage: { inputTokens: 40, outputTokens: 5, thoughtsTokens: 7, cachedContentTokens: 30 },
                    },
                  ),
                ),
              },
              { name: 'shelves', attributes: action('tool', 'shelves', io({ title: 'Emma' }, 'shelf 3')) },
              {
                name: 'loans',
                attributes: action('tool', 'loans', { 'genkit:input': '{"title":"Emma"}', 'genkit:state': 'error' }),
                status: failed('no such reader'),
              },
            ],
          },
        ],
      },
    ],
  },
);
