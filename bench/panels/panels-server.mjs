/** The production server with panels of the benchmark's choice: PANELS is how many, PANEL_KIND which. */

import { readConfig } from '../../dist/apps/server/src/config.js';
import { createApp } from '../../dist/apps/server/src/create-app.js';
import {
  agentGraph,
  agentStatus,
  blockedAgents,
  eventLog,
  eventRate,
  eventType,
  failures,
  modelUsage,
  progress,
  questionQueue,
  results,
  runTimeline,
  stuckAgents,
  toolLatency,
} from '../../dist/libs/panels/src/index.js';
import { definePanel, definePlugin } from '../../dist/libs/plugin-kit/src/index.js';
import { hostilePanels } from './hostile-panels.mjs';
import { screenPanel } from './screen-panel.mjs';

/** The first five are those of the smallest dashboard; past thirteen they come again under other names. */
const DELIVERED = [
  blockedAgents,
  agentStatus,
  progress,
  results,
  eventLog,
  questionQueue,
  eventRate,
  failures,
  toolLatency,
  modelUsage,
  runTimeline,
  agentGraph,
  stuckAgents,
];

const count = Number(process.env.PANELS ?? DELIVERED.length);
const again = (panel, round) =>
  round === 0 ? panel : definePanel({ ...panel.panel, id: `${panel.panel.id}-${round}` });
const delivered = (index) => again(DELIVERED[index % DELIVERED.length], Math.floor(index / DELIVERED.length));
const kinds = {
  delivered: () => Array.from({ length: count }, (_, index) => delivered(index)),
  screens: () => Array.from({ length: count }, (_, index) => screenPanel(index)),
  hostile: () => [...DELIVERED, hostilePanels[process.env.HOSTILE]].filter(Boolean),
};

const app = await createApp(readConfig(process.env), {
  builtIn: definePlugin({
    id: 'bench',
    version: '1.0.0',
    binnacle: '*',
    panels: kinds[process.env.PANEL_KIND ?? 'delivered'](),
    filters: [eventType],
  }),
});
process.once('SIGTERM', () => app.close().then(() => process.exit(0)));
await app.listen(Number(process.env.PORT), '127.0.0.1');
console.log(`Binnacle is ready: ${await app.getUrl()}`);
