/** The run of an agent, and its creation, by the attributes of the GenAI conventions. */
import type { JsonObject } from '@binnacle/plugin-kit';
import { json, known, text } from '../reading/attributes.js';
import { messageText } from '../reading/message-text.js';
import { agentPair } from '../reading/pairs.js';
import { spanAgent } from '../reading/span-agent.js';
import { afterVerb } from './after-verb.js';
import { contentsOf } from './contents-of.js';
import { providerOf } from './model-span.js';
import type { Operation } from './operation.js';
import { usageOf } from './usage-of.js';

export const agentSpan: Operation = (span) => {
  const { attributes } = span;
  const { input, output } = contentsOf(span);
  const usage = usageOf(attributes);
  const task = messageText(input, 'user') ?? messageText(input);
  return {
    leads: true,
    agentId: afterVerb(span.name) ?? spanAgent(span),
    events: agentPair(span, {
      both: { name: nameOf(attributes) ?? afterVerb(span.name) ?? span.name },
      start: {
        model: text(attributes, 'gen_ai.request.model'),
        description: text(attributes, 'gen_ai.agent.description'),
        version: text(attributes, 'gen_ai.agent.version'),
        task,
        ...(task === undefined && { input }),
        system: json(attributes, 'gen_ai.system_instructions'),
        provider: providerOf(attributes),
      },
      // Its own sums, which are told by its model calls one by one: never added to them.
      end: { result: messageText(output, 'assistant') ?? output, ...(Object.keys(usage).length > 0 && { usage }) },
    }),
  };
};

/** Made, not run: it has no state yet. */
export const createdAgent: Operation = (span) => ({
  events: [
    {
      type: 'agent:created',
      payload: known({
        name: nameOf(span.attributes) ?? afterVerb(span.name) ?? span.name,
        model: text(span.attributes, 'gen_ai.request.model'),
        description: text(span.attributes, 'gen_ai.agent.description'),
        version: text(span.attributes, 'gen_ai.agent.version'),
        provider: providerOf(span.attributes),
      }),
    },
  ],
});

const nameOf = (attributes: JsonObject) => text(attributes, 'gen_ai.agent.name', 'gen_ai.agent.id');
