import { ArchiveReader, defineTab } from '@binnacle/plugin-kit';
import { runTimeline } from './panel.js';
import { initial, type TimelineState } from './state.js';
import { view } from './view.js';

const EVENTS = 1_000;

/** The same bars, of one agent, session or graph, also of long ago. */
export const timelineTab = defineTab({
  id: 'timeline',
  on: ['session', 'graph', 'agent'],
  title: 'Timeline',
  order: 5,
  inject: [ArchiveReader],
  render: async ({ kind, id, project }, archive) => {
    const of = { agent: { agentId: id }, session: { sessionId: id }, graph: { graphId: id } }[kind];
    const types = ['agent:*', 'tool:*', 'model:*', 'graph:*'] as const;
    const events = await archive.newest({ ...of, types, project, limit: EVENTS });
    const reducers = runTimeline.panel.on as Readonly<Record<string, (state: TimelineState, event: (typeof events)[number]) => TimelineState>>;
    // Newest first is how the archive gives them.
    return view(events.reduceRight((state, event) => reducers[event.type]?.(state, event) ?? state, initial()));
  },
});
