import { BinnacleError, type EventDraft } from '@binnacle/events';
import type { FilterDefinition, FilterProvider, ViewSelection } from '../define-filter.js';
import { readOptions } from '../options.js';

/**
 * What an ingest filter makes of an event: the event, a changed copy, or null when it is dropped. `injected` stands for what Nest
 * would inject, in the order of `inject`.
 *
 * @throws BinnacleError `invalid_plugin` for a view filter, and what the filter itself throws
 */
export const applyFilter = <E extends EventDraft>(
  { filter }: FilterProvider,
  event: E,
  ...injected: readonly unknown[]
): E | EventDraft | null => {
  if (filter.stage !== 'ingest') throw wrongStage(filter, 'selectWith');
  const options = readOptions(filter.options ?? {}, {}, `filter:${filter.id}`);
  return filter.create(...(injected as never[]))(event, options);
};

/**
 * What a view filter selects for a value of its URL parameter.
 *
 * @example selectWith(byEnvironment, 'live').matches(eventOf('deploy:finished', { payload: { environment: 'live' } }))
 * @throws BinnacleError `invalid_plugin` for an ingest filter, and what the filter throws for a value it can't read
 */
export const selectWith = (
  { filter }: FilterProvider,
  value: string,
  ...injected: readonly unknown[]
): ViewSelection => {
  if (filter.stage !== 'view') throw wrongStage(filter, 'applyFilter');
  return filter.create(...(injected as never[]))(value);
};

const wrongStage = ({ id, stage }: FilterDefinition, instead: string) =>
  new BinnacleError('invalid_plugin', `filter ${id} has the stage '${stage}': use ${instead}`, { filter: id });
