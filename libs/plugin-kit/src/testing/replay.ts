import type { BinnacleEvent } from '@binnacle/events';
import type { PanelProvider } from '../define-panel.js';
import { readOptions } from '../options.js';
import { reducerOf } from '../reducer-of.js';

/** The state after these events, as the server would have it. */
export function replay<S>(
  panel: PanelProvider<S>,
  events: Iterable<BinnacleEvent>,
  from: S = panel.panel.initial(readOptions(panel.panel.options ?? {}, {}, `panel:${panel.panel.id}`)),
): S {
  const reduce = reducerOf(panel.panel);
  let state = from;
  for (const event of events) state = reduce(state, event);
  return state;
}
