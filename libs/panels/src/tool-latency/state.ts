import { type EventOf, preview, RecentMap } from '@binnacle/plugin-kit';

/** Tools held: the newest by use. */
export const TOOLS_HELD = 100;
/** Each slot of the histogram is a tenth wider than the one before: a percentile from it is at most 5 % off. */
const GROWTH = Math.log(1.1);
const LONGEST_MS = 86_400_000;

export interface Tool {
  readonly name: string;
  readonly calls: number;
  readonly failed: number;
  /** Calls by slot of their duration; those that told none are in no slot. */
  readonly slots: readonly number[];
}

export interface LatencyState {
  readonly tools: RecentMap<string, Tool>;
}

export const initial = (): LatencyState => ({ tools: RecentMap.of(TOOLS_HELD) });

export function end({ tools }: LatencyState, event: EventOf<'tool:completed' | 'tool:failed'>): LatencyState {
  const name = preview(event.payload.tool_name, 80) || 'unknown';
  const { duration_ms: ms } = event.payload;
  const known = tools.get(name) ?? { name, calls: 0, failed: 0, slots: [] };
  const slot = typeof ms === 'number' && ms >= 0 ? slotOf(ms) : undefined;
  const next: Tool = {
    name,
    calls: known.calls + 1,
    failed: known.failed + (event.type === 'tool:failed' ? 1 : 0),
    slots: slot === undefined ? known.slots : withCall(known.slots, slot),
  };
  return { tools: tools.set(name, next) };
}

/** @param share 0 to 1. @returns ms, or undefined when no call told its duration */
export function percentile({ slots }: Tool, share: number): number | undefined {
  const total = slots.reduce((sum, count) => sum + count, 0);
  let passed = 0;
  const found = slots.findIndex((count) => {
    passed += count;
    return count > 0 && passed >= total * share;
  });
  return found < 0 ? undefined : middleOf(found);
}

function withCall(slots: readonly number[], slot: number): readonly number[] {
  const counts = slots.slice();
  while (counts.length <= slot) counts.push(0);
  counts[slot] = (counts[slot] ?? 0) + 1;
  return counts;
}

const slotOf = (ms: number): number => Math.round(Math.log(Math.max(1, Math.min(ms, LONGEST_MS))) / GROWTH);
export const middleOf = (slot: number): number => Math.exp(slot * GROWTH);
