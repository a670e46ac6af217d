/** Pipeable operators over streams of events. */
import {
  type BinnacleEvent,
  type CoreCategory,
  type EventPattern,
  matchesPatterns,
  parsePatterns,
} from '@binnacle/events';
import { filter, type MonoTypeOperatorFunction } from 'rxjs';

/** Only events of a category. @example bus.events(options).pipe(ofCategory('agent')) */
export const ofCategory = (category: CoreCategory | (string & {})): MonoTypeOperatorFunction<BinnacleEvent> =>
  filter((event) => event.category === category);

/**
 * Only events that match at least one pattern; none given means all.
 *
 * @example bus.events(options).pipe(matching('agent:*', 'tool:failed'))
 * @throws BinnacleError `invalid_pattern`, at once and not at the first event
 */
export function matching(...patterns: readonly EventPattern[]): MonoTypeOperatorFunction<BinnacleEvent> {
  const set = parsePatterns(patterns);
  return filter((event) => matchesPatterns(set, event));
}

/** Only events of one agent. */
export const forAgent = (agentId: string): MonoTypeOperatorFunction<BinnacleEvent> =>
  filter((event) => event.agentId === agentId);
