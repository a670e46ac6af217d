import { type JsonObject, MAX_ID_CHARS, MAX_REFERENCE_CHARS } from '@binnacle/events';
import * as z from 'zod';
import { acceptOne } from '../accept-one.js';
import type { McpTool } from '../mcp-tool.js';

const reference = z.string().min(1).max(MAX_REFERENCE_CHARS).optional();
const INPUT = z.object({
  type: z.string().max(98).describe('category:action, such as tool:completed or deploy:finished'),
  payload: z.record(z.string(), z.unknown()).optional(),
  id: z.string().max(MAX_ID_CHARS).optional().describe('The same id is the same event'),
  timestamp: z.string().optional().describe('ISO 8601; default: now'),
  agent_id: reference,
  session_id: reference,
  graph_id: reference,
  node_id: reference,
  parent_id: reference,
});

/** Any event, as POST /api/v1/events takes it. */
export const emitEvent: McpTool<typeof INPUT> = {
  name: 'emit_event',
  config: {
    title: 'Record an event',
    description: 'Record something that happened in the archive that people look at. It is kept when this returns.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  },
  run(services, call, { agent_id: agent, session_id: session, ...event }) {
    const sessionId = call.session(session);
    return acceptOne(services, call.project, {
      ...(event as JsonObject),
      agent_id: call.agent(agent),
      ...(sessionId && { session_id: sessionId }),
    });
  },
};
