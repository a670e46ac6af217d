import { ArchiveReader, type BinnacleEvent, defineTab } from '@binnacle/plugin-kit';
import { runTimeline } from './panel.js';
import type { TimelineState } from './state.js';
import { view } from './view.js';

const EVENTS = 1_000;

type Reducer = (state: TimelineState, event: BinnacleEvent) => TimelineState;

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
    const newestFirst = await archive.newest({ ...of, types, project, limit: EVENTS });
    const { initial, on } = runTimeline.panel;
    const reducers = on as Readonly<Record<string, Reducer>>;
    const fold: Reducer = (state, event) => reducers[event.type]?.(state, event) ?? state;
    return view(newestFirst.reduceRight(fold, initial({})));
  },
});
