/**
 * The compiled form of the payload DTOs for the ingest path: a table of field kinds. class-validator takes about 20 µs
 * for one event, this takes well under one. `payload-check.spec.ts` holds both equal on generated payloads.
 */
import { BinnacleError } from '../errors/binnacle-error.js';
import type { JsonObject } from '../json.js';
import { MAX_REFERENCE_CHARS } from '../limits.js';
import { QUESTION_FIELD_CHECKS } from './question-fields.js';

type Kind = 'text' | 'reference' | 'amount' | 'options' | 'moment';
type Shape = Readonly<Record<string, Kind>>;

const AGENT: Shape = { name: 'text', task: 'text', model: 'text', reason: 'text' };
const FAILURE: Shape = { message: 'text', duration_ms: 'amount' };
const TOOL: Shape = { tool_name: 'text', tool_use_id: 'reference', duration_ms: 'amount' };
const MODEL: Shape = {
  model: 'text',
  input_tokens: 'amount',
  output_tokens: 'amount',
  cost_usd: 'amount',
  duration_ms: 'amount',
};
const QUESTION_CHANGE: Shape = {
  question_id: 'reference',
  msg_id: 'reference',
  by: 'text',
  door: 'text',
  until: 'moment',
  to: 'text',
  text: 'text',
  expected_hash: 'text',
  action_hash: 'text',
};
const RULE: Shape = { rule_id: 'reference', by: 'text', tool: 'text', args_hash: 'text', question_id: 'reference' };
const MESSAGE_CHANGE: Shape = { message_id: 'reference', text: 'text', by: 'text', door: 'text' };
const PROGRESS: Shape = { completed: 'amount', total: 'amount', label: 'text' };

const SHAPES: Readonly<Record<string, Shape>> = {
  'agent:started': AGENT,
  // What else it may say is looked at when the question is opened: an agent that waits must not be refused for it.
  'agent:blocked': { question: 'text', options: 'options', msg_id: 'reference' },
  'agent:resumed': {
    question: 'text',
    answer: 'text',
    msg_id: 'reference',
    question_id: 'reference',
    answered_by: 'text',
  },
  'agent:completed': { summary: 'text', duration_ms: 'amount' },
  'agent:failed': FAILURE,
  'agent:cancelled': AGENT,
  'tool:called': TOOL,
  'tool:started': TOOL,
  'tool:completed': TOOL,
  'tool:failed': TOOL,
  'model:request': MODEL,
  'model:response': MODEL,
  'graph:started': PROGRESS,
  'graph:progress': PROGRESS,
  'graph:completed': PROGRESS,
  'graph:failed': FAILURE,
  'user:message': { text: 'text' },
  'user:message_sent': MESSAGE_CHANGE,
  'user:message_read': MESSAGE_CHANGE,
  ...Object.fromEntries(
    [
      'claimed',
      'released',
      'assigned',
      'commented',
      'delivered',
      'undelivered',
      'continued',
      'expired',
      'overdue',
      'withdrawn',
      'mismatched',
    ].map((action) => [`question:${action}`, QUESTION_CHANGE]),
  ),
  'question:rule_added': RULE,
  'question:rule_revoked': RULE,
};

/** Which known fields each well-known type has, and of what kind. */
export const PAYLOAD_SHAPES: ReadonlyMap<string, Shape> = new Map(Object.entries(SHAPES));

/**
 * Checks the known fields of a well-known type; other fields and other types pass.
 *
 * @throws BinnacleError `field_invalid` or `field_too_long`, naming `payload.<field>`
 */
export function checkPayload(type: string, payload: JsonObject): void {
  const shape = PAYLOAD_SHAPES.get(type);
  if (!shape) return;
  for (const field in shape) {
    const value = payload[field];
    if (value == null) continue;
    const kind = shape[field] as Kind;
    switch (kind) {
      case 'text':
        if (typeof value !== 'string') refuse(field, 'a string');
        break;
      case 'reference':
        if (typeof value !== 'string') refuse(field, 'a string');
        else if (value.length > MAX_REFERENCE_CHARS) tooLong(field, value.length);
        break;
      case 'amount':
        if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) refuse(field, 'a number of 0 or more');
        break;
      default: {
        const { test, expected } = QUESTION_FIELD_CHECKS[kind === 'moment' ? 'expires_at' : kind];
        if (!test(value)) refuse(field, expected);
      }
    }
  }
}

function refuse(field: string, expected: string): never {
  throw new BinnacleError('field_invalid', `\`payload.${field}\` must be ${expected}`, { field: `payload.${field}` });
}

function tooLong(field: string, length: number): never {
  throw new BinnacleError(
    'field_too_long',
    `\`payload.${field}\` has ${length} characters; the limit is ${MAX_REFERENCE_CHARS}`,
    { field: `payload.${field}`, limit: MAX_REFERENCE_CHARS },
  );
}
