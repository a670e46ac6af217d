import { BinnacleError } from '@binnacle/events';
import type { Action, Category, FilterMode, Notifier, PluginManifest, Tab } from '@binnacle/plugin-kit';
import { Injectable, Logger, type OnModuleInit, Optional } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Subject } from 'rxjs';
import { checkPlugins } from './check-plugins.js';
import { failureCard } from './failure-card.js';
import { type FoundParts, joined, partsAmong, sourcesOf } from './found-parts.js';
import { IngestFilters, type IngestPart } from './ingest-filters.js';
import { IsolatedPanel } from './isolated-panel.js';
import { IsolatedViewFilter, type ViewStage } from './isolated-view-filter.js';
import { Mappings } from './mappings.js';
import { PartSettings } from './part-settings.js';
import { PayloadClasses } from './payload-classes.js';
import { PluginHealth } from './plugin-health.js';

const NOTHING = partsAmong([]);

/**
 * Everything plugins provide: found by brand among all providers of the application, checked at start; and what a watched
 * folder brings and takes away while the server runs.
 *
 * Not a loader: plugins are Nest modules, given to the composition root or installed by it.
 */
@Injectable()
export class PluginRegistry implements OnModuleInit {
  panels: readonly IsolatedPanel[] = [];
  viewFilters: readonly IsolatedViewFilter[] = [];
  plugins: readonly PluginManifest[] = [];
  categories: readonly Category[] = [];
  tabs: readonly Tab[] = [];
  actions: readonly Action[] = [];
  notifiers: readonly Notifier[] = [];
  /** All of both stages, for reports; `mode` of ingest filters. */
  filters: readonly { readonly id: string; readonly stage: 'ingest' | 'view'; readonly mode?: FilterMode }[] = [];
  ingestFilters: IngestFilters;
  mappings: Mappings;
  payloadClasses = new PayloadClasses([]);
  /** Plugins of the watched folder that can't be loaded, and why. */
  readonly failures = new Map<string, string>();
  private fixed = NOTHING;
  private readonly installed = new Map<string, FoundParts>();
  private readonly isolated = new WeakMap<object, IsolatedPanel>();
  private readonly changed = new Subject<void>();
  /** After the start: panels, filters or others came, went, or are others. */
  readonly changed$ = this.changed.asObservable();

  constructor(
    private readonly discovery: DiscoveryService,
    readonly health: PluginHealth,
    @Optional() readonly settings: PartSettings = new PartSettings(),
  ) {
    this.ingestFilters = new IngestFilters([], health, settings);
    this.mappings = new Mappings([], health);
  }

  /** @throws BinnacleError `duplicate_plugin`, `plugin_incompatible`, `invalid_plugin`, `invalid_options`: the server does not start. */
  onModuleInit(): void {
    const found = partsAmong(this.discovery.getProviders().map((wrapper) => wrapper.instance as unknown));
    this.adopt(found, this.installed);
    this.fixed = found;
    const known = new Set(sourcesOf(found));
    for (const source of this.settings.named) {
      if (!known.has(source))
        new Logger('Plugins').warn({ source }, `options are configured for ${source}, which is not loaded`);
    }
  }

  /**
   * Puts what a plugin of the watched folder provides in place of what `name` provided before.
   *
   * @throws as {@link onModuleInit}: everything stays as it was
   */
  install(name: string, found: FoundParts): void {
    this.adopt(this.fixed, new Map(this.installed).set(name, found), name);
    for (const source of sourcesOf(found)) this.health.forget(source);
    this.installed.set(name, found);
    this.changed.next();
  }

  /** Takes away what `name` provides and shows a card that says why. */
  fail(name: string, why: string): void {
    this.installed.delete(name);
    this.failures.set(name, why);
    this.adopt(this.fixed, this.installed);
    this.changed.next();
  }

  remove(name: string): void {
    const known = this.installed.delete(name);
    if (!this.failures.delete(name) && !known) return;
    this.adopt(this.fixed, this.installed);
    this.changed.next();
  }

  /** @throws BinnacleError `plugin_part_not_found` when there is no such ingest filter */
  assertIngestFilter(id: string): void {
    if (!this.filters.some((filter) => filter.id === id && filter.stage === 'ingest')) {
      throw new BinnacleError('plugin_part_not_found', `no ingest filter is called ${JSON.stringify(id.slice(0, 60))}`);
    }
  }

  /** Takes over modes that were set in `settings`. */
  listModes(): void {
    this.listFilters(joined([this.fixed, ...this.installed.values()]));
  }

  /** Everything that can refuse comes first. */
  private adopt(fixed: FoundParts, installed: ReadonlyMap<string, FoundParts>, mended?: string): void {
    const found = joined([fixed, ...installed.values()]);
    checkPlugins(found);
    const ingestFilters = new IngestFilters(found.filters, this.health, this.settings);
    const panels = found.panels.map((panel) => {
      const known = this.isolated.get(panel) ?? new IsolatedPanel(panel, this.health, this.settings);
      this.isolated.set(panel, known);
      return known;
    });
    if (mended) this.failures.delete(mended);
    const failures = [...this.failures].map(([name, why]) => failureCard(name, why, this.health));
    this.panels = [...panels, ...failures].sort(
      (a, b) => (a.definition.order ?? 100) - (b.definition.order ?? 100) || a.id.localeCompare(b.id),
    );
    this.viewFilters = found.filters
      .filter((filter): filter is ViewStage => filter.definition.stage === 'view')
      .map((filter) => new IsolatedViewFilter(filter, this.health));
    this.plugins = found.plugins;
    this.categories = found.categories;
    this.tabs = [...found.tabs].sort((a, b) => (a.definition.order ?? 100) - (b.definition.order ?? 100));
    this.actions = found.actions;
    this.notifiers = found.notifiers;
    this.ingestFilters = ingestFilters;
    this.mappings = new Mappings(found.mappings, this.health);
    this.payloadClasses = new PayloadClasses(found.categories);
    this.listFilters(found);
  }

  private listFilters({ filters }: FoundParts): void {
    this.filters = filters.map((filter) => {
      const { id, stage } = filter.definition;
      if (stage === 'view') return { id, stage };
      return { id, stage, mode: this.ingestFilters.modeOf({ source: `filter:${id}`, filter: filter as IngestPart }) };
    });
  }
}
