import type { FilterMode } from '@binnacle/plugin-kit';
import { type PartHealth, type PluginRegistry, type Spent, sourceOf } from '@binnacle/registry';

/** A part of a plugin, as the page and REST tell of it. */
export interface PartReport {
  readonly source: string;
  readonly kind: string;
  readonly id: string;
  readonly events: Spent;
  readonly views: Spent;
  /** Of ingest filters. */
  readonly mode: FilterMode | undefined;
  readonly outcomes: PartHealth['outcomes'] | undefined;
  readonly failures: number;
  readonly lastFailure: string | undefined;
  readonly off: PartHealth['off'];
}

export interface PluginReport {
  /** Undefined: parts that a module lists without a plugin. */
  readonly plugin: { readonly id: string; readonly version: string; readonly binnacle: string } | undefined;
  readonly parts: readonly PartReport[];
}

/** Every plugin with its parts and what they cost since the server started. */
export function pluginReports(registry: PluginRegistry): PluginReport[] {
  const parts = partsOf(registry);
  const owned = new Set<PartReport>();
  const reports = registry.plugins.map((plugin) => {
    const own = parts.filter(({ source }) => plugin.parts.includes(source));
    for (const one of own) owned.add(one);
    return { plugin, parts: own };
  });
  const others = parts.filter((one) => !owned.has(one));
  return others.length > 0 ? [...reports, { plugin: undefined, parts: others }] : reports;
}

function partsOf(registry: PluginRegistry): PartReport[] {
  const { panels, filters, categories, tabs, actions, notifiers, mappings, health } = registry;
  const report = (source: string, kind: string, mode?: FilterMode): PartReport => {
    const { events, views, outcomes, failures, lastFailure, off } = health.of(source);
    const id = source.slice(source.indexOf(':') + 1);
    return { source, kind, id, events, views, mode, outcomes: mode && outcomes, failures, lastFailure, off };
  };
  return [
    ...panels.map(({ source }) => report(source, 'panel')),
    ...filters.map(({ id, stage, mode }) => report(`filter:${id}`, `${stage} filter`, mode)),
    ...categories.map((part) => report(sourceOf(part), 'event category')),
    ...tabs.map((part) => report(sourceOf(part), 'tab')),
    ...actions.map((part) => report(sourceOf(part), 'action')),
    ...notifiers.map((part) => report(sourceOf(part), 'notifier')),
    ...mappings.all.map((part) => report(sourceOf(part), 'mapping')),
  ];
}
