import type { PartHealth, PluginRegistry, Spent } from '@binnacle/registry';

/** A panel or filter, as the page and REST tell of it. */
export interface PartReport {
  readonly source: string;
  readonly kind: 'panel' | 'ingest filter' | 'view filter';
  readonly id: string;
  readonly events: Spent;
  readonly views: Spent;
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
export function pluginReports({ plugins, panels, filters, health }: PluginRegistry): PluginReport[] {
  const parts: PartReport[] = [
    ...panels.map(({ id, source }) => part(source, 'panel', id, health.of(source))),
    ...filters.map(({ id, stage }) => part(`filter:${id}`, `${stage} filter`, id, health.of(`filter:${id}`))),
  ];
  const owned = new Set<PartReport>();
  const reports = plugins.map((plugin) => {
    const own = parts.filter(({ kind, id }) => (kind === 'panel' ? plugin.panels : plugin.filters).includes(id));
    for (const one of own) owned.add(one);
    return { plugin, parts: own };
  });
  const others = parts.filter((one) => !owned.has(one));
  return others.length > 0 ? [...reports, { plugin: undefined, parts: others }] : reports;
}

const part = (source: string, kind: PartReport['kind'], id: string, health: PartHealth): PartReport => ({
  source,
  kind,
  id,
  events: health.events,
  views: health.views,
  failures: health.failures,
  lastFailure: health.lastFailure,
  off: health.off,
});
