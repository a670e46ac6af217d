import {
  type Action,
  type Category,
  type Filter,
  type Mapping,
  type Notifier,
  PART_BRAND,
  type Panel,
  type PartKind,
  PLUGIN_BRAND,
  type PluginManifest,
  type Tab,
} from '@binnacle/plugin-kit';

/** What plugins provide, by kind. */
export interface FoundParts {
  readonly plugins: readonly PluginManifest[];
  readonly panels: readonly Panel[];
  readonly filters: readonly Filter[];
  readonly categories: readonly Category[];
  readonly tabs: readonly Tab[];
  readonly actions: readonly Action[];
  readonly notifiers: readonly Notifier[];
  readonly mappings: readonly Mapping[];
}

/** Picks the parts among provider instances, by brand. */
export function partsAmong(instances: Iterable<unknown>): FoundParts {
  // A provider that several modules import is listed once per module, but is one instance.
  const objects = [...new Set(instances)].filter((found) => typeof found === 'object' && found !== null);
  const ofKind = <P>(kind: PartKind) => objects.filter((found) => (found as Branded)[PART_BRAND] === kind) as P[];
  return {
    plugins: objects.filter((found): found is PluginManifest => PLUGIN_BRAND in found),
    panels: ofKind('panel'),
    filters: ofKind('filter'),
    categories: ofKind('category'),
    tabs: ofKind('tab'),
    actions: ofKind('action'),
    notifiers: ofKind('notifier'),
    mappings: ofKind('mapping'),
  };
}

type Branded = { readonly [PART_BRAND]?: PartKind };

export function joined(found: readonly FoundParts[]): FoundParts {
  return {
    plugins: found.flatMap(({ plugins }) => plugins),
    panels: found.flatMap(({ panels }) => panels),
    filters: found.flatMap(({ filters }) => filters),
    categories: found.flatMap(({ categories }) => categories),
    tabs: found.flatMap(({ tabs }) => tabs),
    actions: found.flatMap(({ actions }) => actions),
    notifiers: found.flatMap(({ notifiers }) => notifiers),
    mappings: found.flatMap(({ mappings }) => mappings),
  };
}

/** `panel:<id>`, `filter:<id>` …: names a part in health, logs and reports. */
export const sourcesOf = (found: FoundParts): string[] => {
  const { panels, filters, categories, tabs, actions, notifiers, mappings } = found;
  return [...panels, ...filters, ...categories, ...tabs, ...actions, ...notifiers, ...mappings].map(sourceOf);
};

export const sourceOf = (part: { readonly [PART_BRAND]: PartKind; readonly definition: { readonly id: string } }) =>
  `${part[PART_BRAND]}:${part.definition.id}`;
