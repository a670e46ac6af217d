import { failed, traceOf } from '../testing/trace-of.fixture.js';

const CLIENT = 3;

export const MCP_TRACE = traceOf(
  { name: 'mcp', resource: { 'service.name': 'desk' } },
  {
    name: 'initialize',
    kind: CLIENT,
    attributes: { 'mcp.method.name': 'initialize', 'mcp.protocol.version': '2025-06-18' },
    below: [
      {
        name: 'tools/call get-weather',
        kind: CLIENT,
        attributes: {
          'mcp.method.name': 'tools/call',
          'gen_ai.tool.name': 'get-weather',
          'gen_ai.operation.name': 'execute_tool',
          'jsonrpc.request.id': '8',
          'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
          'error.type': 'tool_error',
        },
        status: failed('no such city'),
      },
      {
        name: 'resources/read',
        kind: CLIENT,
        attributes: { 'mcp.method.name': 'resources/read', 'mcp.resource.uri': 'file:///map.txt' },
      },
    ],
  },
);
