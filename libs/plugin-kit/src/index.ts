/** Everything a plugin imports. The event types are re-exported, so this is its only dependency of ours. */
export type {
  AgentPayload,
  AnswerPayload,
  AskedItem,
  BinnacleEvent,
  Decision,
  EventDraft,
  EventOf,
  EventPattern,
  EventPayloads,
  FailurePayload,
  JsonObject,
  JsonValue,
  LogRecord,
  MessageChangePayload,
  MessagePayload,
  MetricPoint,
  ModelPayload,
  PatternSet,
  ProgressPayload,
  QuestionAction,
  QuestionChangePayload,
  QuestionContent,
  QuestionContext,
  QuestionKind,
  QuestionOption,
  QuestionPayload,
  Reply,
  ResultPayload,
  SpanEvent,
  SpanRecord,
  ToolPayload,
} from '@binnacle/events';
export {
  BinnacleError,
  CATEGORIES,
  canonicalPatterns,
  clientAgent,
  contentOf,
  EventTypes,
  identityOf,
  isAfterwards,
  isEvent,
  isJsonObject,
  LifecycleError,
  matchesPatterns,
  parsePatterns,
  propertiesOf,
  shownHash,
  tellsState,
  valueOfOption,
} from '@binnacle/events';
export { type AttributeValue, attributes } from './attributes.js';
export { PART_BRAND, PLUGIN_BRAND } from './brand.js';
export {
  type ActionOptions,
  type ActionTarget,
  action,
  type Expression,
  type HttpMethod,
  postForm,
} from './datastar/actions.js';
export { init, on, preserve } from './datastar/attribute-builders.js';
export {
  type Action,
  type ActionAnswer,
  type ActionDefinition,
  type ActionOn,
  type ActionProvider,
  type ActionTargets,
  defineAction,
} from './define-action.js';
export {
  CATEGORY_COLORS,
  type Category,
  type CategoryColor,
  type CategoryDefinition,
  type CategoryProvider,
  defineCategory,
} from './define-category.js';
export {
  defineFilter,
  FILTER_MODES,
  type Filter,
  type FilterChoices,
  type FilterDefinition,
  type FilterMode,
  type FilterProvider,
  type IngestFilter,
  type IngestFilterDefinition,
  type ViewFilter,
  type ViewFilterDefinition,
  type ViewSelection,
} from './define-filter.js';
export {
  defineMapping,
  type Mapped,
  type MappedEvent,
  type Mapping,
  type MappingDefinition,
  type MappingProvider,
  type ReadRecord,
} from './define-mapping.js';
export {
  defineNotifier,
  type Notice,
  type Notifier,
  type NotifierDefinition,
  type NotifierProvider,
} from './define-notifier.js';
export {
  DEFAULT_HISTORY,
  definePanel,
  type Panel,
  type PanelDefinition,
  type PanelDelta,
  type PanelProvider,
  type PanelSize,
  type Reducer,
  type Reducers,
} from './define-panel.js';
export { definePlugin, type PluginDefinition, type PluginManifest } from './define-plugin.js';
export {
  defineTab,
  type EntityInfo,
  type EntityKind,
  type Tab,
  type TabDefinition,
  type TabProvider,
} from './define-tab.js';
export { atPlace, listId, panelId, partId } from './dom-ids.js';
export { escapeHtml, Html, type HtmlValue, html, joinHtml, trusted } from './html.js';
export type { Injectable, Injected } from './injection.js';
export { type Message, readMessages } from './messages/read-messages.js';
export {
  type GivenOptions,
  type OptionDefinition,
  type Options,
  type OptionValue,
  type OptionValues,
  readOptions,
} from './options.js';
export { PART_KINDS, type Part, type PartKind, type PartProvider } from './part.js';
export { contextOf } from './question/context.js';
export {
  fittingContent,
  type OptionChoice,
  type QuestionCard,
  type ShownContent,
  shownContent,
} from './question/question-card.js';
export { replyForm } from './question/reply-form.js';
export { reducerOf } from './reducer-of.js';
export { routes } from './routes.js';
export { isSampled } from './sampling.js';
export { ActionButtons } from './services/action-buttons.js';
export { ArchiveReader, type ArchiveSelection } from './services/archive-reader.js';
export { Categories, type CategoryInfo } from './services/categories.js';
export { Clock } from './services/clock.js';
export { CORE_SERVICES } from './services/core-services.js';
export { CurrentProject } from './services/current-project.js';
export { PluginLogger } from './services/plugin-logger.js';
export { PriceBook, type TokenCounts } from './services/price-book.js';
export { type QuestionInfo, type QuestionSelection, Questions } from './services/questions.js';
export { Settings } from './services/settings.js';
export { Recent } from './state/recent.js';
export { RecentMap } from './state/recent-map.js';
export { PLUGIN_API_VERSION } from './version.js';
export { duration } from './view/duration.js';
export { emptyState } from './view/empty-state.js';
export { newRows } from './view/new-rows.js';
export { preview } from './view/preview.js';
export { summarise } from './view/summarise.js';
export { textOf } from './view/text-of.js';
export { timeAgo } from './view/time-ago.js';
export { who } from './view/who.js';
