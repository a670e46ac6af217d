import { MAX_REFERENCE_CHARS } from '@binnacle/events';
import * as z from 'zod';
import { acceptOne } from '../accept-one.js';
import type { McpTool } from '../mcp-tool.js';

const reference = z.string().min(1).max(MAX_REFERENCE_CHARS);
const INPUT = z.object({
  message: z.string().min(1).max(10_000).describe('What you are doing now, in a few words'),
  completed: z.number().min(0).optional().describe('Units of work that are done'),
  total: z.number().min(0).optional().describe('Units of work in all'),
  task: reference
    .optional()
    .describe('Name of the work, the same in every report of it; default: your session or name'),
  agent_id: reference.optional(),
  session_id: reference.optional(),
});

/** `graph:progress`: the dashboard's Progress panel shows it. */
export const reportProgress: McpTool<typeof INPUT> = {
  name: 'report_progress',
  config: {
    title: 'Report progress',
    description: 'Tell the people who watch how far you are. Call it at every step of longer work.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  },
  run(services, call, { message, completed, total, task, agent_id: agent, session_id: session }) {
    const sessionId = call.session(session);
    const event = {
      type: 'graph:progress',
      agent_id: call.agent(agent),
      session_id: sessionId ?? null,
      graph_id: task ?? sessionId ?? call.agent(agent),
      payload: { label: message, completed: completed ?? null, total: total ?? null, source: 'mcp' },
    };
    return acceptOne(services, call.project, event);
  },
};
