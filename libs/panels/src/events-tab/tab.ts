import {
  ArchiveReader,
  Categories,
  defineTab,
  type EntityInfo,
  emptyState,
  type Html,
  html,
  routes,
} from '@binnacle/plugin-kit';
import { LogRow } from '../event-log/log-row.js';
import { rowWith } from '../event-log/view.js';

const SHOWN = 100;

/** The newest events of an agent, session or graph. */
export const eventsTab = defineTab({
  id: 'events',
  on: ['agent', 'session', 'graph'],
  title: 'Events',
  order: 10,
  inject: [ArchiveReader, Categories],
  render: async (entity, archive, categories) => {
    const { id, kind, project } = entity;
    const of = { agent: { agentId: id }, session: { sessionId: id }, graph: { graphId: id } }[kind];
    const events = await archive.newest({ ...of, project, limit: SHOWN });
    if (events.length === 0) return emptyState('No event is kept', 'Retention has dropped them.');
    return html`<ol class="log">${events.map((event) => new LogRow(event)).map(rowWith(categories))}</ol>${more(entity, events.length)}`;
  },
});

const more = ({ kind, id, events }: EntityInfo, shown: number): Html =>
  html`<p class="more"><a href="${routes.history(`${kind}:${quoted(id)}`)}">${events > shown ? `All ${events.toLocaleString('en')} events` : 'In the history'}</a></p>`;

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
