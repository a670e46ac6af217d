/** Finds, checks and isolates plugins. */
export { checkPlugins, type FoundPlugins } from './check-plugins.js';
export { IngestFilters } from './ingest-filters.js';
export { IsolatedPanel, type Rendered, VIEW_BUDGET_CHARS, VIEW_BUDGET_MS } from './isolated-panel.js';
export { IsolatedViewFilter } from './isolated-view-filter.js';
export { type Off, PartHealth, type Spent } from './part-health.js';
export { PluginHealth } from './plugin-health.js';
export { PluginRegistry } from './plugin-registry.js';
export { RegistryModule } from './registry.module.js';
