import type { CallToolResult } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Question } from '../../questions/question.js';

/** What `ask_human` and `wait_for_answer` give back. */
export const QUESTION_RESULT = z.object({
  status: z.enum(['answered', 'pending', 'expired', 'withdrawn']),
  question_id: z.string(),
  answer: z.string().nullable().describe('All of the answer as one text'),
  reply: z
    .object({
      decision: z.string(),
      value: z.unknown(),
      edited_args: z.record(z.string(), z.unknown()).nullable(),
      message: z.string().nullable(),
      scope: z.string(),
    })
    .nullable()
    .describe('The answer in parts'),
  answered_by: z.string().nullable(),
});

/** The question as it stands, in words for the model and in parts for programs. */
export function questionResult(question: Question): CallToolResult {
  const { id, state, answer, reply, answeredBy } = question;
  return {
    content: [{ type: 'text', text: wordsOf(question) }],
    structuredContent: {
      status: state === 'open' ? 'pending' : state,
      question_id: id,
      answer,
      reply: reply && { ...reply },
      answered_by: answeredBy,
    },
  };
}

function wordsOf({ id, state, answer }: Question): string {
  if (state === 'open') {
    return `Nobody has answered yet. Call wait_for_answer with question_id "${id}" to go on waiting; do not ask the same question again, and do not go on as if it were answered.`;
  }
  if (state === 'withdrawn') return 'The question was taken back before anybody answered.';
  return answer ?? '';
}
