/** Finds, checks and isolates plugins. */
export { checkPlugins } from './check-plugins.js';
export { noticePanel } from './failure-card.js';
export { type FoundParts, partsAmong, sourceOf } from './found-parts.js';
export { IngestFilters } from './ingest-filters.js';
export {
  type Begun,
  type Folded,
  IsolatedPanel,
  type Rendered,
  VIEW_BUDGET_CHARS,
  VIEW_BUDGET_MS,
} from './isolated-panel.js';
export { IsolatedViewFilter } from './isolated-view-filter.js';
export { Mappings } from './mappings.js';
export { messageOf } from './message-of.js';
export { type Off, PartHealth, type Spent } from './part-health.js';
export { PartSettings } from './part-settings.js';
export { PluginHealth } from './plugin-health.js';
export { PluginRegistry } from './plugin-registry.js';
export { RegistryModule } from './registry.module.js';
export { runPart } from './run-part.js';
