/** OpenLLMetry (Traceloop): what wraps the model calls. Those themselves are GenAI spans, read by that mapping. */
import { defineMapping, identityOf, type Mapped, type SpanRecord } from '@binnacle/plugin-kit';
import { json, text } from '../reading/attributes.js';
import { messageText } from '../reading/message-text.js';
import { agentPair, graphPair, toolPair } from '../reading/pairs.js';

export const traceloop = defineMapping({
  id: 'traceloop',
  title: 'OpenLLMetry (Traceloop)',
  order: 570,
  span: (span) => {
    const kind = text(span.attributes, 'traceloop.span.kind');
    const events = kind === undefined ? undefined : KINDS[kind]?.(span);
    if (!events) return undefined;
    const owner = identityOf(span.attributes);
    if (kind !== 'agent') return { ...owner, events };
    return { agentId: nameOf(span), ...owner, leads: true, events };
  },
});

const nameOf = ({ attributes, name }: SpanRecord): string => text(attributes, 'traceloop.entity.name') ?? name;
const input = ({ attributes }: SpanRecord) => json(attributes, 'traceloop.entity.input');
const output = ({ attributes }: SpanRecord) => json(attributes, 'traceloop.entity.output');

const KINDS: Readonly<Record<string, (span: SpanRecord) => Mapped['events']>> = {
  agent: (span) =>
    agentPair(span, {
      both: { name: nameOf(span) },
      start: { task: messageText(input(span)), input: input(span) },
      end: { result: messageText(output(span)) ?? output(span) },
    }),
  tool: (span) =>
    toolPair(span, { both: { tool_name: nameOf(span) }, start: { input: input(span) }, end: { output: output(span) } }),
  workflow: (span) =>
    graphPair(
      span,
      { both: { label: nameOf(span) }, start: { input: input(span) }, end: { output: output(span) } },
      true,
    ),
  task: (span) =>
    graphPair(
      span,
      { both: { label: nameOf(span) }, start: { input: input(span) }, end: { output: output(span) } },
      span.parentSpanId === '',
    ),
};
