import { isJsonObject, type JsonObject, type JsonValue } from '@binnacle/events';
import { askedQuestions, type HookBody, hookQuestionText, textOf } from '@binnacle/ingest';
import { editsOf } from './edits-of.js';

interface Terms {
  readonly agent: string;
  /** Arguments may be changed before they are approved. */
  readonly edits: boolean;
  readonly seconds: number;
  readonly onTimeout: 'deny' | 'withdraw';
}

/** A hook that waits for people, as the fields of a question. */
export function hookQuestion(body: HookBody, { agent, edits, seconds, onTimeout }: Terms): JsonObject {
  const { vendor, hook, sessionId, toolUseId, fields } = body;
  return {
    agent_id: agent,
    ...(sessionId && { session_id: sessionId }),
    question: hookQuestionText(body),
    ...(isAsking(body) ? answers(body) : approval(body, edits)),
    // The same call asked again, as after a resumed session, finds its answer. A permission prompt names no call: each is a new one.
    ...(toolUseId && { msg_id: toolUseId }),
    timeout_seconds: seconds,
    on_timeout: onTimeout,
    source: vendor,
    hook,
    cwd: textOf(fields.cwd) ?? null,
  };
}

/** The tool by which Claude Code asks its user. */
export const isAsking = ({ tool, input }: HookBody): boolean =>
  tool === 'AskUserQuestion' && askedQuestions(input).length > 0;

const approval = ({ tool, input, toolUseId }: HookBody, edits: boolean): JsonObject => ({
  kind: 'approval',
  action: { tool, args: input, call_id: toolUseId ?? null },
  allowed: edits ? ['approve', 'edit', 'reject'] : ['approve', 'reject'],
  context: editsOf(tool, input),
});

function answers({ input }: HookBody): JsonObject {
  const asked = askedQuestions(input);
  const [only, another] = asked;
  if (only && !another) {
    return { kind: only.multiSelect === true ? 'multi_choice' : 'choice', options: optionsOf(only.options) };
  }
  return {
    items: asked.map(({ question, options, multiSelect }) => ({
      question,
      options: optionsOf(options),
      multi: multiSelect === true,
    })),
  };
}

/** Labels are what the client wants back. */
const optionsOf = (options: JsonValue | undefined): JsonValue[] =>
  !Array.isArray(options)
    ? []
    : options.flatMap((option): JsonObject | string | [] => {
        if (typeof option === 'string') return option;
        if (!isJsonObject(option) || typeof option.label !== 'string') return [];
        return { value: option.label, label: option.label, description: textOf(option.description) ?? null };
      });
