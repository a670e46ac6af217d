/**
 * The compiled form of the payload DTOs for the ingest path: a table of field kinds. class-validator takes about 20 µs
 * for one event, this takes well under one. `payload-check.spec.ts` holds both equal on generated payloads.
 */
import { BinnacleError } from '../errors/binnacle-error.js';
import type { JsonObject } from '../json.js';
import { MAX_REFERENCE_CHARS } from '../limits.js';
import { isOption, MAX_OPTIONS } from './payload.dto.js';

type Kind = 'text' | 'reference' | 'amount' | 'options';
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
const PROGRESS: Shape = { completed: 'amount', total: 'amount', label: 'text' };

const SHAPES: Readonly<Record<string, Shape>> = {
  'agent:started': AGENT,
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
    switch (shape[field]) {
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
      default:
        if (!Array.isArray(value) || value.length > MAX_OPTIONS || !value.every(isOption)) {
          refuse(field, `a list of at most ${MAX_OPTIONS} texts or {value, label, description}`);
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
