import { isJsonObject, type JsonObject } from '@binnacle/events';
import { type HookBody, textOf } from './hook-body.js';

/** Of a command or a path; all of it is in the action. */
const DETAIL_CHARS = 200;

/** What the client's own prompt would ask. */
export function hookQuestionText({ tool, input }: HookBody): string {
  const asked = askedQuestions(input).map(({ question }) => question);
  if (asked.length > 0) return asked.join('\n');
  const detail = textOf(input.command) ?? textOf(input.file_path) ?? textOf(input.description) ?? '';
  const line = detail.length > DETAIL_CHARS ? `${detail.slice(0, DETAIL_CHARS)}…` : detail;
  return `Allow ${tool}${line ? `: ${line}` : ''}?`;
}

/** The questions of Claude Code's tool AskUserQuestion; none for other tools. */
export function askedQuestions(input: JsonObject): readonly (JsonObject & { readonly question: string })[] {
  if (!Array.isArray(input.questions)) return [];
  return input.questions.flatMap((item) =>
    isJsonObject(item) && typeof item.question === 'string' ? [item as JsonObject & { readonly question: string }] : [],
  );
}
