import {
  type BinnacleEvent,
  type EventOf,
  isAfterwards,
  preview,
  RecentMap,
  tellsState,
  who,
} from '@binnacle/plugin-kit';
import { agentKey } from '../shared/agent-key.js';
import { fingerprint } from './fingerprint.js';

/** Agents held: those heard of last. */
export const AGENTS_HELD = 200;

export interface Watched {
  readonly key: string;
  readonly name: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  /** `prompted` waits in its own terminal: nothing tells of the answer but that it goes on. */
  readonly state: 'running' | 'waiting' | 'prompted' | 'ended';
  /** When an agent's own event told it last; empty: none did. */
  readonly stateAt: string;
  readonly lastSeen: string;
  /** What was heard last. */
  readonly lastType: string;
  readonly tool: string;
  readonly toolUseId: string;
  /** Of the last call's tool and arguments. */
  readonly call: number | undefined;
  /** How often in a row that call was made. */
  readonly times: number;
}

export interface StuckState {
  /** Silence worth a look, in milliseconds. */
  readonly silentMs: number;
  /** Equal calls in a row worth a look. */
  readonly repeats: number;
  readonly agents: RecentMap<string, Watched>;
}

export const initial = ({ minutes, repeats }: { readonly minutes: number; readonly repeats: number }): StuckState => ({
  silentMs: minutes * 60_000,
  repeats,
  agents: RecentMap.of(AGENTS_HELD),
});

const STATES: Readonly<Record<string, Watched['state']>> = {
  'agent:started': 'running',
  'agent:resumed': 'running',
  'agent:completed': 'ended',
  'agent:failed': 'ended',
  'agent:cancelled': 'ended',
};

/** Actions of what a call leaves behind. */
const LEFT_BEHIND: ReadonlySet<string> = new Set(['completed', 'failed', 'response', 'progress']);

export function hear(state: StuckState, event: BinnacleEvent): StuckState {
  if (event.agentId === null && event.sessionId === null) return state;
  const key = agentKey(event);
  const known = state.agents.get(key) ?? fresh(key, event);
  const { tool, toolUseId, call, times } = callOf(known, event);
  // Events may come out of order.
  const isNewest = event.timestamp >= known.lastSeen;
  // Every member by name: V8 takes twenty times as long to spread an object and replace members of it.
  const agents = state.agents.set(key, {
    key,
    name: known.name,
    agentId: known.agentId,
    sessionId: event.sessionId ?? known.sessionId,
    state: stateAfter(known, event),
    stateAt: tellsState(event.type) ? later(known.stateAt, event) : known.stateAt,
    lastSeen: isNewest ? event.timestamp : known.lastSeen,
    lastType: isNewest ? event.type : known.lastType,
    tool,
    toolUseId,
    call,
    times,
  });
  return { silentMs: state.silentMs, repeats: state.repeats, agents };
}

const later = (at: string, { timestamp }: BinnacleEvent): string => (timestamp > at ? timestamp : at);

function stateAfter({ state, stateAt }: Watched, event: BinnacleEvent): Watched['state'] {
  // What is told afterwards may be over already.
  if (isAfterwards(event) && event.timestamp < stateAt) return state;
  if (event.type === 'agent:blocked')
    return (event as EventOf<'agent:blocked'>).payload.answerable === false ? 'prompted' : 'waiting';
  const told = STATES[event.type];
  if (told || event.category === 'agent' || state === 'waiting') return told ?? state;
  // That may come after its agent's end; a new call or a message is new work.
  if (state === 'ended' && LEFT_BEHIND.has(event.action)) return state;
  return 'running';
}

function callOf(known: Watched, event: BinnacleEvent): Pick<Watched, 'tool' | 'toolUseId' | 'call' | 'times'> {
  const { tool_name, tool_use_id, input } = event.payload as EventOf<'tool:called'>['payload'];
  const toolUseId = tool_use_id ?? '';
  // `tool:started` after `tool:called` is the same call.
  const isNew = event.type === 'tool:called' || (event.type === 'tool:started' && toolUseId !== '');
  if (!isNew || (toolUseId !== '' && toolUseId === known.toolUseId)) return known;
  const call = fingerprint([tool_name, input]);
  return { tool: preview(tool_name, 60), toolUseId, call, times: call === known.call ? known.times + 1 : 1 };
}

const fresh = (key: string, event: BinnacleEvent): Watched => ({
  key,
  name: preview(who(event), 80),
  agentId: event.agentId,
  sessionId: event.sessionId,
  state: 'running',
  stateAt: '',
  lastSeen: event.timestamp,
  lastType: event.type,
  tool: '',
  toolUseId: '',
  call: undefined,
  times: 0,
});
