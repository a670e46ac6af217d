import { isJsonObject, type JsonObject, type JsonValue, type Reply } from '@binnacle/events';
import { askedQuestions, type HookBody } from '@binnacle/ingest';
import type { HookDialect } from './hook-dialect.js';

/** As Claude Code 2.1 takes it. Without `hookEventName` it ignores the answer, and the tool runs. */
export const claudeCodeDialect: HookDialect = {
  asks: { permission: 'PermissionRequest', call: 'PreToolUse' },
  ran: ['PostToolUse', 'PostToolUseFailure'],
  denied: ['PermissionDenied'],
  prompted: 'UserPromptSubmit',
  edits: true,

  allow(body, reply, by) {
    const updatedInput = inputOf(body, reply);
    const changed = updatedInput && { updatedInput };
    return body.hook === 'PermissionRequest'
      ? permission({ behavior: 'allow', ...changed })
      : call({ permissionDecision: 'allow', permissionDecisionReason: `approved by ${by}`, ...changed });
  },

  deny: ({ hook }, reason) =>
    hook === 'PermissionRequest'
      ? permission({ behavior: 'deny', message: reason })
      : call({ permissionDecision: 'deny', permissionDecisionReason: reason }),
};

const permission = (decision: JsonObject): JsonObject => ({
  hookSpecificOutput: { hookEventName: 'PermissionRequest', decision },
});
const call = (decision: JsonObject): JsonObject => ({
  hookSpecificOutput: { hookEventName: 'PreToolUse', ...decision },
});

/** Answers of AskUserQuestion go back in its own input, by the text of each question. */
function inputOf({ input }: HookBody, { decision, edited_args: edited, value }: Reply): JsonObject | undefined {
  const asked = askedQuestions(input);
  if (decision === 'respond' && asked.length > 0) {
    const answers = asked.map(({ question }, index): [string, string] => {
      const one = isJsonObject(value) ? value[String(index + 1)] : value;
      return [question, answerText(one)];
    });
    return { ...input, answers: Object.fromEntries(answers) };
  }
  return edited ?? undefined;
}

const answerText = (value: JsonValue | undefined): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : '';
