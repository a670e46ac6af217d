import {
  ArchiveReader,
  type BinnacleEvent,
  defineTab,
  type EntityInfo,
  type Html,
  html,
  routes,
} from '@binnacle/plugin-kit';
import { withoutEchoes } from '../shared/echoes.js';
import { runTimeline } from './panel.js';
import { BARS_HELD, type TimelineState } from './state.js';
import { viewOf } from './view.js';

/** Of one page: a bar has a start and an end, some have one of them, and agents that are only named have a bar too. */
const EVENTS = 2 * BARS_HELD - 40;

type Reducer = (state: TimelineState, event: BinnacleEvent) => TimelineState;

/** The same bars, of one agent, session or graph, also of long ago: page by page, so that one of ten thousand spans opens at once. */
export const timelineTab = defineTab({
  id: 'timeline',
  on: ['session', 'graph', 'agent'],
  title: 'Timeline',
  order: 5,
  inject: [ArchiveReader],
  render: async (entity, archive) => {
    const { kind, id, project, before } = entity;
    const of = { agent: { agentId: id }, session: { sessionId: id }, graph: { graphId: id } }[kind];
    const types = ['agent:*', 'tool:*', 'model:*', 'graph:*', 'user:message'] as const;
    const found = await archive.newest({ ...of, types, project, before, limit: EVENTS + 1 });
    const newestFirst = found.slice(0, EVENTS);
    const { initial, on } = runTimeline.panel;
    const reducers = on as Readonly<Record<string, Reducer>>;
    const fold: Reducer = (state, event) => reducers[event.type]?.(state, event) ?? state;
    const bars = viewOf(withoutEchoes(inTime(newestFirst)).reduce(fold, initial({})), BARS_HELD);
    const older = found.length > EVENTS ? newestFirst.at(-1)?.seq : undefined;
    return html`${bars}${paging(entity, older)}`;
  },
});

/** Oldest first. Hooks, log records and spans of one run come in an order of their own. */
const inTime = (newestFirst: readonly BinnacleEvent[]): BinnacleEvent[] =>
  newestFirst.toReversed().sort((a, b) => Number(a.timestamp > b.timestamp) - Number(a.timestamp < b.timestamp));

function paging({ kind, id, before }: EntityInfo, older: bigint | undefined): Html | false {
  if (before === undefined && older === undefined) return false;
  const url = routes.entity(kind, id, 'timeline');
  return html`<nav class="paging" aria-label="Pages">${before !== undefined && html`<a class="chip" href="${url}">Newest</a>`}${older !== undefined && html`<a class="chip" rel="next" href="${url}&before=${older}">Older</a>`}</nav>`;
}
