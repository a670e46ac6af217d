/** The built-in panels and filters: one plugin, through the same door as everyone's. */
import { definePlugin } from '@binnacle/plugin-kit';
import { agentStatus } from './agent-status/panel.js';
import { blockedAgents } from './blocked-agents/panel.js';
import { eventLog } from './event-log/panel.js';
import { eventRate } from './event-rate/panel.js';
import { eventType } from './event-type/filter.js';
import { eventsTab } from './events-tab/tab.js';
import { failures } from './failures/panel.js';
import { maskSecrets } from './mask-secrets/filter.js';
import { modelUsage } from './model-usage/panel.js';
import { progress } from './progress/panel.js';
import { results } from './results/panel.js';
import { toolLatency } from './tool-latency/panel.js';

export {
  agentStatus,
  blockedAgents,
  eventLog,
  eventRate,
  eventsTab,
  eventType,
  failures,
  maskSecrets,
  modelUsage,
  progress,
  results,
  toolLatency,
};

export const corePlugin = definePlugin({
  id: 'binnacle-core',
  version: '0.1.0',
  binnacle: '^1.0',
  panels: [blockedAgents, agentStatus, progress, results, eventRate, failures, toolLatency, modelUsage, eventLog],
  filters: [eventType, maskSecrets],
  tabs: [eventsTab],
});
