/** The execution of a tool, and what is like it, by the attributes of the GenAI conventions. */
import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/plugin-kit';
import { anyJson, json, parsed, text } from '../reading/attributes.js';
import { failureOf } from '../reading/failure-of.js';
import { messageText } from '../reading/message-text.js';
import { toolPair } from '../reading/pairs.js';
import { afterVerb } from './after-verb.js';
import { contentsOf } from './contents-of.js';
import type { Operation } from './operation.js';

const ARGUMENTS = [
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.arguments',
  'gen_ai.tool.input',
  'tool_arguments',
  'mcp.request.argument',
] as const;
const RESULTS = [
  'gen_ai.tool.call.result',
  'gen_ai.tool.message',
  'gen_ai.tool.output',
  'gen_ai.tool.response',
  'gen_ai.tool.result',
  'tool_response',
  'mcp.response.value',
] as const;

export const toolSpan: Operation = (span) => {
  const { attributes } = span;
  const { input, output } = contentsOf(span);
  const result = anyJson(attributes, ...RESULTS) ?? sideOf(output, ['response', 'result']);
  const failure = failureOf(span) ?? (isFailed(attributes) ? (messageText(result) ?? 'failed') : undefined);
  return {
    events: toolPair(span, {
      both: {
        tool_name: text(attributes, 'gen_ai.tool.name') ?? afterVerb(span.name) ?? span.name,
        // The second: Gemini CLI.
        tool_use_id: text(attributes, 'gen_ai.tool.call.id', 'gen_ai.tool.call_id')?.slice(0, 256),
        tool_type: text(attributes, 'gen_ai.tool.type'),
        mcp_server: text(attributes, 'mcp.server.name', 'mcp.server'),
      },
      start: { input: anyJson(attributes, ...ARGUMENTS) ?? sideOf(input, ['arguments', 'input']) },
      end: { output: result },
      failure: failure ?? null,
    }),
  };
};

/** Asked for a text, answers with documents. */
export const retrieval: Operation = (span) => ({
  events: toolPair(span, {
    both: { tool_name: text(span.attributes, 'gen_ai.data_source.id') ?? span.name, tool_type: 'retrieval' },
    start: { input: json(span.attributes, 'gen_ai.retrieval.query.text') },
    end: { output: json(span.attributes, 'gen_ai.retrieval.documents') },
  }),
});

/** `search_memory`, `update_memory`, … */
export const memory: Operation = (span) => ({
  events: toolPair(span, {
    both: {
      tool_name: text(span.attributes, 'gen_ai.operation.name') ?? span.name,
      tool_type: 'memory',
      store: text(span.attributes, 'gen_ai.memory.store.id'),
    },
    start: { input: json(span.attributes, 'gen_ai.memory.query.text', 'gen_ai.memory.record.id') },
    end: {
      output: json(span.attributes, 'gen_ai.memory.records'),
      count: json(span.attributes, 'gen_ai.memory.record.count'),
    },
  }),
});

/** Strands ends the span of a tool well, whatever the tool said. */
const isFailed = (attributes: JsonObject): boolean => text(attributes, 'gen_ai.tool.status', 'tool.status') === 'error';

/** One side of a call that is told as a message: its part of the call or of the answer, else what the message says. */
function sideOf(messages: JsonValue | undefined, keys: readonly string[]): JsonValue | undefined {
  const message = Array.isArray(messages) ? messages.at(-1) : messages;
  if (!isJsonObject(message)) return message;
  const parts = Array.isArray(message.parts) ? message.parts : [];
  for (const part of parts) {
    const key = isJsonObject(part) ? keys.find((name) => part[name] !== undefined) : undefined;
    if (key !== undefined && isJsonObject(part)) return part[key];
  }
  const said = message.message ?? message.content;
  return typeof said === 'string' ? parsed(said) : said;
}
