import {
  FILTER_BRAND,
  type Filter,
  PANEL_BRAND,
  type Panel,
  PLUGIN_BRAND,
  type PluginManifest,
} from '@binnacle/plugin-kit';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { checkPlugins } from './check-plugins.js';
import { IngestFilters } from './ingest-filters.js';
import { IsolatedPanel } from './isolated-panel.js';
import { IsolatedViewFilter, type ViewStage } from './isolated-view-filter.js';
import { PluginHealth } from './plugin-health.js';

/**
 * Everything plugins provide, found by brand among all providers of the application, checked once at start.
 *
 * Not a loader: plugins are Nest modules, given to the composition root.
 */
@Injectable()
export class PluginRegistry implements OnModuleInit {
  panels: readonly IsolatedPanel[] = [];
  viewFilters: readonly IsolatedViewFilter[] = [];
  plugins: readonly PluginManifest[] = [];
  /** All of both stages, for reports. */
  filters: readonly { readonly id: string; readonly stage: 'ingest' | 'view' }[] = [];
  private ingest: IngestFilters | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    readonly health: PluginHealth,
  ) {}

  /** @throws BinnacleError `duplicate_plugin`, `plugin_incompatible`, `invalid_plugin`: the server does not start. */
  onModuleInit(): void {
    const panels = this.branded<Panel>(PANEL_BRAND);
    const filters = this.branded<Filter>(FILTER_BRAND);
    this.plugins = this.branded<PluginManifest>(PLUGIN_BRAND);
    checkPlugins({ plugins: this.plugins, panels, filters });
    this.panels = panels
      .map((panel) => new IsolatedPanel(panel, this.health))
      .sort((a, b) => (a.definition.order ?? 100) - (b.definition.order ?? 100) || a.id.localeCompare(b.id));
    this.viewFilters = filters
      .filter((filter): filter is ViewStage => filter.definition.stage === 'view')
      .map((filter) => new IsolatedViewFilter(filter, this.health));
    this.ingest = new IngestFilters(filters, this.health);
    this.filters = filters.map(({ definition: { id, stage } }) => ({ id, stage }));
  }

  get ingestFilters(): IngestFilters {
    this.ingest ??= new IngestFilters([], this.health);
    return this.ingest;
  }

  private branded<T extends object>(brand: symbol): T[] {
    const found = this.discovery
      .getProviders()
      .map((wrapper) => wrapper.instance as unknown)
      .filter((instance): instance is T => typeof instance === 'object' && instance !== null && brand in instance);
    // A provider that several modules import is listed once per module, but is one instance.
    return [...new Set(found)];
  }
}
