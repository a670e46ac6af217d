import { BinnacleError } from '@binnacle/events';

/**
 * What a plugin's function returned, unless it is a promise: an `async` by mistake would make a promise of the state or the
 * view, and its rejection would end the process.
 *
 * @throws BinnacleError `invalid_plugin`
 */
export function synchronous<T>(value: T): T {
  if (value instanceof Promise) {
    value.catch(() => {});
    throw new BinnacleError('invalid_plugin', 'it returned a promise; reducers, views and filters must be synchronous');
  }
  return value;
}
