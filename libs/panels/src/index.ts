/** The built-in panels and filters: one plugin, through the same door as everyone's. */
import { definePlugin } from '@binnacle/plugin-kit';
import { agentGraph } from './agent-graph/panel.js';
import { agentStatus } from './agent-status/panel.js';
import { blockedAgents } from './blocked-agents/panel.js';
import { conversationTab } from './conversation/tab.js';
import { eventLog } from './event-log/panel.js';
import { eventRate } from './event-rate/panel.js';
import { eventType } from './event-type/filter.js';
import { eventsTab } from './events-tab/tab.js';
import { failures } from './failures/panel.js';
import { maskSecrets } from './mask-secrets/filter.js';
import { modelUsage } from './model-usage/panel.js';
import { progress } from './progress/panel.js';
import { questionQueue } from './question-queue/panel.js';
import { results } from './results/panel.js';
import { runTimeline } from './run-timeline/panel.js';
import { timelineTab } from './run-timeline/tab.js';
import { stuckAgents } from './stuck-agents/panel.js';
import { toolLatency } from './tool-latency/panel.js';

export {
  agentGraph,
  agentStatus,
  blockedAgents,
  conversationTab,
  eventLog,
  eventRate,
  eventsTab,
  eventType,
  failures,
  maskSecrets,
  modelUsage,
  progress,
  questionQueue,
  results,
  runTimeline,
  stuckAgents,
  timelineTab,
  toolLatency,
};

export const corePlugin = definePlugin({
  id: 'binnacle-core',
  version: '0.1.0',
  binnacle: '^1.0',
  panels: [
    blockedAgents,
    questionQueue,
    agentStatus,
    progress,
    results,
    eventRate,
    runTimeline,
    agentGraph,
    failures,
    stuckAgents,
    toolLatency,
    modelUsage,
    eventLog,
  ],
  filters: [eventType, maskSecrets],
  tabs: [timelineTab, conversationTab, eventsTab],
});
