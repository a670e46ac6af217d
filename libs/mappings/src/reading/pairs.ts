/** What has a start and an end, as two events; a failure is told in place of the end. */
import type { JsonObject, JsonValue, MappedEvent, SpanRecord } from '@binnacle/plugin-kit';
import { known } from './attributes.js';
import { failureOf, interruptOf } from './failure-of.js';

type Known = Readonly<Record<string, JsonValue | undefined>>;

interface Pair {
  /** Of both. */
  readonly both?: Known;
  readonly start?: Known;
  readonly end?: Known;
  /** See `MappedEvent.fact`. */
  readonly fact?: string | undefined;
  readonly agentId?: string | undefined;
  /** Undefined: as the span says. Null: it did not fail. */
  readonly failure?: string | null | undefined;
}

const durationOf = ({ startNs, endNs }: SpanRecord): number | undefined =>
  endNs > startNs ? Number(endNs - startNs) / 1e6 : undefined;

function pair(span: SpanRecord, types: readonly [start: string, end: string, failed: string], given: Pair) {
  const { both = {}, start, end, fact, agentId } = given;
  const failure = given.failure === undefined ? failureOf(span) : (given.failure ?? undefined);
  const duration = durationOf(span);
  const shared = { ...(fact && { fact }), ...(agentId && { agentId }) };
  const first: MappedEvent = { type: types[0], at: 'start', payload: known({ ...both, ...start }), ...shared };
  if (span.endNs === 0n) return [first];
  const interrupted = interruptOf(span);
  const said: JsonObject = known({ duration_ms: duration, ...both, ...end, interrupted, ...failed(types[2], failure) });
  return [first, { type: failure === undefined ? types[1] : types[2], payload: said, ...shared }];
}

/** Where a failure has a text of its own. */
const failed = (type: string, failure: string | undefined): Known =>
  failure === undefined ? {} : { error: failure, ...(type !== 'tool:failed' && { message: failure }) };

export const agentPair = (span: SpanRecord, given: Pair): MappedEvent[] =>
  pair(span, ['agent:started', 'agent:completed', 'agent:failed'], given);

export const toolPair = (span: SpanRecord, given: Pair): MappedEvent[] =>
  pair(span, ['tool:started', 'tool:completed', 'tool:failed'], given);

/** A model that answers with an error has answered: the error is in the response. */
export const modelPair = (span: SpanRecord, given: Pair): MappedEvent[] =>
  pair(span, ['model:request', 'model:response', 'model:response'], given);

/** A whole graph, or one step of it. */
export function graphPair(span: SpanRecord, given: Pair, whole: boolean): MappedEvent[] {
  if (whole) return pair(span, ['graph:started', 'graph:completed', 'graph:failed'], given);
  return pair(span, ['graph:progress', 'graph:progress', 'graph:progress'], {
    ...given,
    start: { ...given.start, state: 'started' },
    end: { ...given.end, state: stateOf(span) },
  });
}

const stateOf = (span: SpanRecord): string => {
  if (interruptOf(span) !== undefined) return 'interrupted';
  return failureOf(span) === undefined ? 'completed' : 'failed';
};
