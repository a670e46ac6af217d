import {
  ArchiveReader,
  type BinnacleEvent,
  defineTab,
  type EntityInfo,
  emptyState,
  type Html,
  html,
  routes,
} from '@binnacle/plugin-kit';
import { readTurns } from './read-turns.js';
import type { Turn } from './turn.js';
import { sizeOf, view } from './view.js';

/** Of one page. */
const EVENTS = 300;
/** Characters of one page, roughly; of long texts it has fewer events. */
const PAGE_CHARS = 400_000;
const FEWEST_EVENTS = 10;
const TYPES = ['user:*', 'agent:*', 'model:*', 'tool:*'] as const;

/** What people, agents and models said, and the tools called in between, to be read from top to bottom. */
export const conversationTab = defineTab({
  id: 'conversation',
  on: ['session', 'graph', 'agent'],
  title: 'Conversation',
  order: 7,
  inject: [ArchiveReader],
  render: async (entity, archive) => {
    const { kind, id, project, before } = entity;
    const of = { agent: { agentId: id }, session: { sessionId: id }, graph: { graphId: id } }[kind];
    const found = await archive.newest({ ...of, types: TYPES, project, before, limit: EVENTS + 1 });
    const { turns, read } = fitting(found.slice(0, EVENTS));
    const older = found.length > read ? found[read - 1]?.seq : undefined;
    return html`${ways(entity, older)}${turns.length === 0 ? silent : html`${isWordless(turns) && hint}${view(turns)}`}`;
  },
});

function fitting(newestFirst: readonly BinnacleEvent[]): { turns: readonly Turn[]; read: number } {
  const turns = readTurns([...newestFirst].reverse());
  const half = newestFirst.length >> 1;
  if (half < FEWEST_EVENTS || sizeOf(turns) <= PAGE_CHARS) return { turns, read: newestFirst.length };
  return fitting(newestFirst.slice(0, half));
}

const silent = emptyState(
  'Nothing was said',
  html`Prompts, answers, tool calls and questions are read here like a conversation.`,
);

const isWordless = (turns: readonly Turn[]): boolean => turns.every(({ voice }) => voice === 'tool');

const hint = html`<p class="talk-hint quiet">Only tools so far. Many clients send texts only when they are told to: see <a href="/connect">Connect</a>.</p>`;

function ways({ kind, id, before }: EntityInfo, older: bigint | undefined): Html | false {
  if (before === undefined && older === undefined) return false;
  const url = routes.entity(kind, id, 'conversation');
  return html`<nav class="paging" aria-label="Pages">${older !== undefined && html`<a class="chip" rel="next" href="${url}&before=${older}">Earlier</a>`}${before !== undefined && html`<a class="chip" href="${url}">Newest</a>`}</nav>`;
}
