import type { BinnacleEvent } from '@binnacle/events';
import { duration } from './duration.js';
import { preview } from './preview.js';
import { textOf } from './text-of.js';

const MAX = 200;

/** One line that says what happened; types without a form of their own show their payload. */
export function summarise(event: BinnacleEvent): string {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  switch (event.category) {
    case 'tool':
      return join(payload.tool_name, toolDetail(event.action, payload));
    case 'model':
      return join(payload.model, tokens(payload));
    case 'graph':
      return join(event.graphId, payload.label, steps(payload), textOf(payload.error, MAX));
    case 'user':
      return preview(payload.text ?? payload, MAX);
    case 'agent':
      return agent(event.action, payload);
    default:
      return preview(payload, MAX);
  }
}

function agent(action: string, payload: Readonly<Record<string, unknown>>): string {
  switch (action) {
    case 'blocked':
      return preview(payload.question, MAX);
    case 'resumed':
      return join(payload.question, payload.answer && `→ ${preview(payload.answer, 80)}`);
    case 'failed':
      return textOf(payload.error ?? payload.message ?? payload, MAX);
    case 'completed':
      return textOf(payload.summary ?? payload.result ?? '', MAX);
    default:
      return join(payload.name, payload.task, payload.message, payload.reason);
  }
}

function toolDetail(action: string, payload: Readonly<Record<string, unknown>>): string {
  const took = typeof payload.duration_ms === 'number' ? duration(payload.duration_ms) : '';
  if (action === 'failed') return join(textOf(payload.error, MAX), took);
  if (action === 'completed') return join(textOf(payload.output, MAX), took);
  return preview(payload.input, MAX);
}

const tokens = ({
  input_tokens: input,
  output_tokens: output,
  cost_usd: cost,
}: Readonly<Record<string, unknown>>): string =>
  join(
    typeof input === 'number' && `${input.toLocaleString('en')} in`,
    typeof output === 'number' && `${output.toLocaleString('en')} out`,
    typeof cost === 'number' && `$${cost.toFixed(4)}`,
  );

const steps = ({ completed, total }: Readonly<Record<string, unknown>>): string =>
  typeof completed === 'number' && typeof total === 'number' ? `${completed} of ${total}` : '';

const join = (...parts: readonly unknown[]): string =>
  preview(parts.filter((part) => typeof part === 'string' && part !== '').join(' · '), MAX);
