import { createHash } from 'node:crypto';
import type { BinnacleEvent, PatternSet } from '@binnacle/events';
import type { GivenOptions, PanelSize } from '@binnacle/plugin-kit';
import type { IsolatedPanel } from '@binnacle/registry';

/** What a panel on a dashboard is narrowed to by filters of its own. */
export interface PlaceFilter {
  readonly key: string;
  readonly patterns: readonly PatternSet[];
  matches(event: BinnacleEvent): boolean;
}

/** A panel at its place on a dashboard. */
export interface PlacedPanel {
  readonly panel: IsolatedPanel;
  /** `''` for the first of a panel, then `2`, `3` …: marks its ids, see `atPlace`. */
  readonly place: string;
  readonly title: string;
  readonly size: PanelSize;
  readonly options: GivenOptions;
  readonly filter: PlaceFilter;
}

/** Which panels a page shows, and how: the built-in dashboard, or one that people made. */
export interface Layout {
  /** `''` is the built-in one. */
  readonly id: string;
  readonly panels: () => readonly PlacedPanel[];
}

export const EVERYTHING: PlaceFilter = { key: '', patterns: [], matches: () => true };

/** A panel as its author placed it. */
export const placed = (panel: IsolatedPanel): PlacedPanel => ({
  panel,
  place: '',
  title: panel.definition.title,
  size: panel.definition.size ?? 'third',
  options: {},
  filter: EVERYTHING,
});

/** Equal for panels that fold and show the same. */
export const placeKey = ({ panel, place, title, size, options, filter }: PlacedPanel): string =>
  JSON.stringify([panel.id, place, title, size, Object.entries(options).sort(), filter.key]);

/** Names what a page shows, so that one that was painted with something else gets all of it anew. */
export function layoutToken(panels: readonly PlacedPanel[]): string {
  const keys = panels.map(({ panel, ...rest }) => [panel.definition.version, placeKey({ panel, ...rest })]);
  return createHash('sha256').update(JSON.stringify(keys)).digest('base64url').slice(0, 10);
}
