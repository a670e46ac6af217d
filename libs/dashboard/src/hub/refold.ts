import { type BinnacleEvent, intersectPatterns } from '@binnacle/events';
import type { EventArchive } from '@binnacle/persistence';
import type { PanelState } from './panel-state.js';
import type { ProjectSelection } from './view-selection.js';

const PAGE = 500;

/**
 * Folds a panel's state from the archive: its newest `history` events, oldest first, in pages, so that neither memory nor
 * the event loop feels how many there are. Afterwards the panel folds only what is newer than what was read.
 */
export async function refold(
  panel: PanelState,
  selection: ProjectSelection,
  archive: EventArchive,
  signal: AbortSignal,
): Promise<void> {
  const head = await archive.head();
  const query = {
    project: selection.project,
    patterns: [...selection.patterns, ...panel.placed.filter.patterns].reduce(intersectPatterns, panel.patterns),
    shown: panel.patterns.all,
    before: head + 1n,
  };
  let after = panel.history === 0 ? head : await archive.startOfNewest(query, panel.history);
  while (!signal.aborted) {
    const page: readonly BinnacleEvent[] = await archive.read({ ...query, after, order: 'asc', limit: PAGE });
    panel.fold(page.filter((event) => panel.wants(event) && selection.matches(event)));
    if (page.length < PAGE) break;
    after = page.at(-1)?.seq ?? head;
  }
  panel.completeTo(head);
}
