/** Tests and measures panels and filters without Nest, database or browser. */
export { type BenchOptions, type BenchResult, benchPanel } from './bench-panel.js';
export { eventOf } from './event-of.js';
export { applyFilter, selectWith } from './filters.js';
export { logOf, mapRecord, metricOf, spanOf } from './records.js';
export { render } from './render.js';
export { replay } from './replay.js';
export { agentRun, modelCall, question, toolCall } from './sequences.js';
export { snapshotHtml } from './snapshot-html.js';
export { type Actor, type AgentRun, type ModelCall, type Question, Timeline, type ToolCall } from './timeline.js';
