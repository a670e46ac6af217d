import {
  DEFAULT_LIMITS,
  type JsonObject,
  MAX_REFERENCE_CHARS,
  QUESTION_KINDS,
  TIMEOUT_POLICIES,
} from '@binnacle/events';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { broughtBack, waitForHuman } from '../human-wait.js';
import { MAX_WAIT_SECONDS } from '../mcp-caller.js';
import type { McpTool } from '../mcp-tool.js';
import { QUESTION_RESULT } from '../question-result.js';

const reference = z.string().min(1).max(MAX_REFERENCE_CHARS);
const option = z.union([
  z.string(),
  z.object({ value: z.string(), label: z.string().optional(), description: z.string().optional() }),
]);

export const ASK_INPUT = z.object({
  question: z
    .string()
    .min(1)
    .max(DEFAULT_LIMITS.answerChars)
    .describe('What you need to know, with all a person needs to decide. Markdown belongs in context.'),
  options: z.array(option).max(100).optional().describe('Answers to choose from'),
  kind: z
    .enum(QUESTION_KINDS)
    .optional()
    .describe('Default: form with response_schema, choice with options, else text'),
  allow_other: z.boolean().optional().describe('Something else than the options may be answered; default true'),
  response_schema: z.record(z.string(), z.unknown()).optional().describe('JSON schema of the answer of a form'),
  items: z
    .array(
      z.object({
        id: reference.optional(),
        question: z.string().min(1),
        options: z.array(option).max(100).optional(),
        multi: z.boolean().optional(),
        allow_other: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional()
    .describe('Several questions in one'),
  context: z
    .array(
      z.object({
        kind: z.enum(['markdown', 'diff', 'image', 'link']),
        title: z.string().optional(),
        text: z.string().optional(),
        url: z.string().optional(),
      }),
    )
    .max(20)
    .optional()
    .describe('What to look at before answering: text of markdown and diff, url of image and link'),
  timeout_seconds: z.number().min(0).optional().describe('After which on_timeout happens'),
  on_timeout: z.enum(TIMEOUT_POLICIES).optional(),
  default: z.unknown().optional().describe('The answer of on_timeout: default'),
  agent_id: reference.optional().describe('Your name, if the server was not told'),
  session_id: reference.optional(),
  idempotency_key: reference.optional().describe('The same key is the same question'),
  wait_seconds: z.number().min(0).max(MAX_WAIT_SECONDS).optional().describe('How long this call waits at most'),
});

type Input = z.infer<typeof ASK_INPUT>;

/** Asks people, and waits for them. */
export const askHuman: McpTool<typeof ASK_INPUT> = {
  name: 'ask_human',
  config: {
    title: 'Ask a human',
    description:
      'Ask the people who watch over you a question and wait for their answer. Use it when you need a decision, a fact only they know, or permission. They answer in the Binnacle dashboard, which may take minutes or hours. If the result says status "pending", nobody has answered yet: call wait_for_answer.',
    inputSchema: ASK_INPUT,
    outputSchema: QUESTION_RESULT,
    annotations: { readOnlyHint: true, openWorldHint: true },
  },
  async run(services, call, input) {
    const id = broughtBack(call) ?? (await services.asking.ask(call.project, fieldsOf(call, input))).question.id;
    return waitForHuman(services, call, { id, seconds: input.wait_seconds });
  },
};

function fieldsOf(
  call: Parameters<typeof askHuman.run>[1],
  { wait_seconds: _, idempotency_key: key, agent_id: agent, session_id: session, ...question }: Input,
): JsonObject {
  const msgId = key ?? call.toolUseId;
  const sessionId = call.session(session);
  return {
    ...(question as JsonObject),
    agent_id: call.agent(agent),
    ...(sessionId && { session_id: sessionId }),
    // Clients without a name share one: two of them that ask the same must not share an answer.
    ...(msgId ? { msg_id: msgId } : call.isNamed(agent) ? {} : { msg_id: uuidv7() }),
    source: 'mcp',
  };
}
