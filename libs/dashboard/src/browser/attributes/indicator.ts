import { FETCH_EVENT, type FetchEvent } from '../requests/fetch-events.js';
import { signals } from '../signals/signals.js';
import type { AppliedAttribute } from './applied-attribute.js';
import { casedKey } from './attribute-name.js';

/** `data-indicator:name`: a signal that is true while a request of this element is under way. */
export function indicator(applied: AppliedAttribute): void {
  const path = (applied.key ? casedKey(applied, 'camel') : applied.value).split('.');
  // Counted, since a request that replaces another starts before the old one reports its end.
  let underWay = 0;
  signals.setDefault(path, false);
  applied.listen(document, FETCH_EVENT, (event) => {
    const { type, el } = (event as FetchEvent).detail;
    if (el !== applied.el || (type !== 'started' && type !== 'finished')) return;
    underWay = Math.max(0, underWay + (type === 'started' ? 1 : -1));
    signals.write(path, underWay > 0);
  });
  applied.onCleanup(() => signals.write(path, false));
}
