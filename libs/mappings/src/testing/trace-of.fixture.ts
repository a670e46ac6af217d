/** Traces to try mappings on, written as a tree: ids, times and what is usual are filled in. */
import { createHash } from 'node:crypto';
import type { JsonObject, SpanEvent, SpanRecord } from '@binnacle/plugin-kit';
import { spanOf } from '@binnacle/plugin-kit/testing';

export interface SpanGiven {
  readonly name: string;
  readonly attributes?: JsonObject;
  readonly below?: readonly SpanGiven[];
  readonly events?: readonly { readonly name: string; readonly attributes: JsonObject }[];
  readonly status?: SpanRecord['status'];
  readonly scope?: string;
  readonly kind?: number;
}

export interface TraceOrigin {
  /** Another name, other ids. */
  readonly name: string;
  readonly scope?: string;
  readonly resource?: JsonObject;
}

const START_NS = 1_795_419_142_000_000_000n;
const STEP_NS = 10_000_000n;
const hex = (text: string, chars: number) => createHash('sha256').update(text).digest('hex').slice(0, chars);

/** The spans of a trace, parents first. Each begins after the one before it and ends after those below it. */
export function traceOf({ name: trace, scope = '', resource = {} }: TraceOrigin, root: SpanGiven): SpanRecord[] {
  let clock = START_NS;
  const tick = () => {
    clock += STEP_NS;
    return clock;
  };
  const walk = (given: SpanGiven, parentSpanId: string, path: string): SpanRecord[] => {
    const spanId = hex(`${trace}/${path}`, 16);
    const startNs = tick();
    const below = (given.below ?? []).flatMap((child, index) => walk(child, spanId, `${path}.${index}`));
    const events: SpanEvent[] = (given.events ?? []).map((event) => ({ ...event, timeNs: startNs }));
    const span = spanOf({
      traceId: hex(trace, 32),
      spanId,
      parentSpanId,
      name: given.name,
      scope: { name: given.scope ?? scope, version: '', attributes: {} },
      resource,
      attributes: given.attributes ?? {},
      events,
      ...(given.status && { status: given.status }),
      ...(given.kind && { kind: given.kind }),
      startNs,
      endNs: tick(),
    });
    return [span, ...below];
  };
  return walk(root, '', '0');
}

export const failed = (message: string): SpanRecord['status'] => ({ code: 2, message });
