import type { BinnacleEvent } from '@binnacle/events';
import type { PanelDefinition, Reducer } from './define-panel.js';

/** One function for all of a panel's reducers: the exact type wins over `category:*`, that over `*`. Built once per panel. */
export function reducerOf<S>(definition: Pick<PanelDefinition<S>, 'on'>): Reducer<S> {
  const on = definition.on as Readonly<Record<string, Reducer<S> | undefined>>;
  const byType = new Map<string, Reducer<S> | undefined>();
  return (state: S, event: BinnacleEvent): S => {
    let reducer = byType.get(event.type);
    if (reducer === undefined && !byType.has(event.type)) {
      reducer = on[event.type] ?? on[`${event.category}:*`] ?? on['*'];
      // Types come from clients: without a bound a hostile one could grow the map for ever.
      if (byType.size < 1_000) byType.set(event.type, reducer);
    }
    return reducer ? reducer(state, event) : state;
  };
}
