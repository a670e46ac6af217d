import { MAX_REFERENCE_CHARS } from '@binnacle/events';
import * as z from 'zod';
import { messageToWire } from '../../../messages/message.js';
import type { McpTool } from '../mcp-tool.js';

const INPUT = z.object({
  limit: z.number().int().min(1).max(100).optional().describe('At most so many; default 20'),
  agent_id: z.string().min(1).max(MAX_REFERENCE_CHARS).optional(),
  session_id: z.string().min(1).max(MAX_REFERENCE_CHARS).optional(),
});
const OUTPUT = z.object({
  messages: z.array(z.object({ id: z.string(), text: z.string(), sent_by: z.string(), sent_at: z.string() })),
});

/** What people sent the agent since it last looked. */
export const getMessages: McpTool<typeof INPUT> = {
  name: 'get_messages',
  config: {
    title: 'Get messages',
    description:
      'Read what people have sent you since you last looked: new wishes, corrections, facts. Call it at the start of each turn and between longer steps. Each message is given once.',
    inputSchema: INPUT,
    outputSchema: OUTPUT,
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
  },
  async run({ messages }, call, { limit = 20, agent_id: agent, session_id: session }) {
    const sessionId = call.session(session);
    const reader = { project: call.project, agentId: call.agent(agent), ...(sessionId && { sessionId }) };
    const unread = await messages.unread(reader, limit);
    const ids = unread.map(({ id }) => id);
    call.onSent(() => messages.markReadSoon(call.project, ids, 'mcp'));
    const given = unread.map(messageToWire).map(({ id, text, sent_by, sent_at }) => ({ id, text, sent_by, sent_at }));
    const words = given.map(({ text, sent_by: by }) => `${by}: ${text}`).join('\n\n');
    return {
      content: [{ type: 'text', text: words || 'No new messages.' }],
      structuredContent: { messages: given },
    };
  },
};
