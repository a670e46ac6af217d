import { MAX_REFERENCE_CHARS } from '@binnacle/events';
import * as z from 'zod';
import { waitForHuman } from '../human-wait.js';
import { MAX_WAIT_SECONDS } from '../mcp-caller.js';
import type { McpTool } from '../mcp-tool.js';
import { QUESTION_RESULT } from '../question-result.js';

const INPUT = z.object({
  question_id: z.string().min(1).max(MAX_REFERENCE_CHARS).describe('As ask_human gave it'),
  wait_seconds: z.number().min(0).max(MAX_WAIT_SECONDS).optional().describe('How long this call waits at most'),
});

/** Goes on waiting for a question that was asked before. */
export const waitForAnswer: McpTool<typeof INPUT> = {
  name: 'wait_for_answer',
  config: {
    title: 'Wait for an answer',
    description:
      'Go on waiting for the answer to a question that ask_human or approval_prompt asked. It may return status "pending" again: call it again, as often as it takes.',
    inputSchema: INPUT,
    outputSchema: QUESTION_RESULT,
    annotations: { readOnlyHint: true, openWorldHint: true },
  },
  run: (services, call, { question_id: id, wait_seconds: seconds }) => waitForHuman(services, call, { id, seconds }),
};
