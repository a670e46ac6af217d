import { isJsonObject, type JsonObject, MAX_REFERENCE_CHARS } from '@binnacle/events';
import { hookBody } from '@binnacle/ingest';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Question } from '../../../questions/question.js';
import { claudeCodeDialect } from '../../hooks/claude-code-dialect.js';
import { hookQuestion } from '../../hooks/hook-question.js';
import { waited } from '../human-wait.js';
import type { McpTool } from '../mcp-tool.js';

const INPUT = z.looseObject({
  tool_name: z.string().min(1).max(MAX_REFERENCE_CHARS),
  input: z.record(z.string(), z.unknown()),
  tool_use_id: z.string().max(MAX_REFERENCE_CHARS).optional(),
});
/** Days: the question stays, and the same call asked again finds its answer. */
const OPEN_SECONDS = 86_400;

/**
 * `claude --permission-prompt-tool mcp__binnacle__approval_prompt`: permission prompts of Claude Code without a terminal. The
 * result is JSON as text; no answer in time is an explicit refusal.
 */
export const approvalPrompt: McpTool<typeof INPUT> = {
  name: 'approval_prompt',
  config: {
    title: 'Approve a tool call',
    description:
      'For --permission-prompt-tool of Claude Code: a person approves, changes or refuses a tool call in the Binnacle dashboard. Not meant to be called by a model.',
    inputSchema: INPUT,
    annotations: { readOnlyHint: true, openWorldHint: true },
  },
  async run(services, call, given) {
    const { tool_name: tool, tool_use_id: toolUseId = call.toolUseId ?? uuidv7() } = given;
    const input = given.input as JsonObject;
    const body = hookBody('claude-code', {
      hook_event_name: 'PermissionRequest',
      session_id: call.session(undefined) ?? null,
      tool_name: tool,
      tool_input: input,
      tool_use_id: toolUseId,
    });
    if (!body) throw new Error('an object is one');
    const agent = call.agent(undefined);
    const terms = { agent, edits: true, seconds: OPEN_SECONDS, onTimeout: 'withdraw' } as const;
    const { question } = await services.asking.ask(call.project, { ...hookQuestion(body, terms), source: 'mcp' });
    const after = await waited(services, call, question.id, call.waitSeconds(undefined));
    return { content: [{ type: 'text', text: JSON.stringify(decisionOf(after, body, input)) }] };
  },
};

function decisionOf(question: Question, body: NonNullable<ReturnType<typeof hookBody>>, input: JsonObject): JsonObject {
  const { state, kind, reply, answeredBy } = question;
  if (!reply) {
    const message =
      state === 'open'
        ? `Nobody has answered in Binnacle yet (question ${question.id}). Try the same call again later, or do something else.`
        : 'The question was taken back before anybody answered.';
    return { behavior: 'deny', message };
  }
  const isYes = kind === 'approval' ? reply.decision === 'approve' || reply.decision === 'edit' : state === 'answered';
  if (!isYes) return { behavior: 'deny', message: reply.message ?? `refused by ${answeredBy ?? 'somebody'}` };
  const { hookSpecificOutput: output } = claudeCodeDialect.allow(body, reply, answeredBy ?? 'somebody');
  const decision = isJsonObject(output) && isJsonObject(output.decision) ? output.decision : {};
  // Unlike the hook, the tool must always say what runs.
  return { behavior: 'allow', updatedInput: decision.updatedInput ?? input };
}
