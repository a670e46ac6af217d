/** Requests of the Model Context Protocol, by `mcp.method.name`: those that use something are calls of a tool. */
import { defineMapping } from '@binnacle/plugin-kit';
import { asGenAi } from '../reading/as-gen-ai.js';
import { json, text } from '../reading/attributes.js';

const CALL = 'tools/call';
/** What is used, when it is no tool. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'prompts/get': ['gen_ai.prompt.name', 'mcp.prompt.name'],
  'resources/read': ['mcp.resource.uri'],
};

export const mcp = defineMapping({
  id: 'mcp',
  title: 'Model Context Protocol',
  order: 600,
  span: (span) => {
    const { attributes, name } = span;
    const method = text(attributes, 'mcp.method.name');
    if (method === undefined) return undefined;
    const target = text(attributes, 'gen_ai.tool.name', 'mcp.tool.name') ?? name.split(' ').slice(1).join(' ');
    const type = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.type': text(attributes, 'gen_ai.tool.type') ?? 'mcp',
    };
    if (method === CALL) {
      return asGenAi(span, {
        ...type,
        'gen_ai.tool.name': target || 'unknown',
      });
    }
    const keys = Object.hasOwn(OTHERS, method) ? OTHERS[method] : undefined;
    // Listing, initialising, pinging: nobody's work.
    if (!keys) return { events: [], keepRaw: true };
    const used = text(attributes, ...keys);
    return asGenAi(span, {
      ...type,
      'gen_ai.tool.name': used === undefined ? method : `${method} ${used}`,
      'gen_ai.tool.call.arguments': json(attributes, 'gen_ai.tool.call.arguments', 'mcp.request.argument'),
    });
  },
});
