import { type BinnacleEvent, isAfterwards, preview, RecentMap, who } from '@binnacle/plugin-kit';
import { agentKey } from '../shared/agent-key.js';
import { isUnpriced } from '../shared/is-unpriced.js';

/** Agents held: the newest by activity. */
export const AGENTS_HELD = 200;

export type AgentState = 'waiting' | 'failed' | 'running' | 'completed' | 'cancelled' | 'idle';

export interface Agent {
  readonly key: string;
  readonly name: string;
  readonly sessionId: string | null;
  readonly state: AgentState;
  /** When it came into it; empty: that was never told. */
  readonly stateAt: string;
  /** What it is doing, or did last. */
  readonly doing: string;
  /** Calls of tools that were told before they ran, and that ended: spans tell only of the second. */
  readonly called: number;
  readonly ended: number;
  readonly failures: number;
  readonly tokens: number;
  readonly costUsd: number;
  /** Calls of models whose cost nobody knows. */
  readonly unpriced: number;
  readonly lastSeen: string;
}

export interface StatusState {
  readonly agents: RecentMap<string, Agent>;
}

export const initial = (): StatusState => ({ agents: RecentMap.of(AGENTS_HELD) });

const STATES: Readonly<Record<string, AgentState>> = {
  'agent:started': 'running',
  'agent:resumed': 'running',
  'agent:blocked': 'waiting',
  'agent:completed': 'completed',
  'agent:failed': 'failed',
  'agent:cancelled': 'cancelled',
};

export function observe(state: StatusState, event: BinnacleEvent): StatusState {
  const key = agentKey(event);
  const known = state.agents.get(key);
  // A prompt alone makes no agent.
  if (!known && event.type === 'user:message') return state;
  return { agents: state.agents.set(key, next(known ?? fresh(key, event), event)) };
}

const fresh = (key: string, event: BinnacleEvent): Agent => ({
  key,
  name: preview(who(event), 80),
  sessionId: event.sessionId,
  state: 'idle',
  stateAt: '',
  doing: '',
  called: 0,
  ended: 0,
  failures: 0,
  tokens: 0,
  costUsd: 0,
  unpriced: 0,
  lastSeen: event.timestamp,
});

function next(agent: Agent, event: BinnacleEvent): Agent {
  const payload = event.payload as Readonly<Record<string, unknown>>;
  const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
  const model = event.type === 'model:response';
  const told = stateTold(agent, event);
  // Every member by name: V8 takes twenty times as long to spread an object and replace members of it.
  return {
    key: agent.key,
    name: agent.name,
    sessionId: event.sessionId ?? agent.sessionId,
    // Whoever works is running, even if its start was never told.
    state: told ?? (agent.state === 'idle' && event.category !== 'agent' ? 'running' : agent.state),
    stateAt: told ? event.timestamp : agent.stateAt,
    doing: doing(event, payload) || agent.doing,
    called: agent.called + (event.type === 'tool:called' ? 1 : 0),
    ended: agent.ended + (event.type === 'tool:completed' || event.type === 'tool:failed' ? 1 : 0),
    failures: agent.failures + (event.action === 'failed' ? 1 : 0),
    tokens: agent.tokens + (model ? count(payload.input_tokens) + count(payload.output_tokens) : 0),
    costUsd: agent.costUsd + (model ? count(payload.cost_usd) : 0),
    unpriced: agent.unpriced + (model && isUnpriced(payload) ? 1 : 0),
    lastSeen: event.timestamp,
  };
}

const OVER: ReadonlySet<AgentState> = new Set(['completed', 'failed', 'cancelled']);

/** What is told afterwards may be over already. A prompt begins the next turn, of which clients' hooks tell no other beginning. */
function stateTold({ state, stateAt }: Agent, event: BinnacleEvent): AgentState | undefined {
  const isPast = event.timestamp < stateAt;
  if (event.type === 'user:message') return OVER.has(state) && !isPast ? 'running' : undefined;
  return isAfterwards(event) && isPast ? undefined : STATES[event.type];
}

function doing(event: BinnacleEvent, payload: Readonly<Record<string, unknown>>): string {
  if (event.category === 'tool') return preview(payload.tool_name, 60);
  if (event.category === 'model') return preview(payload.model, 60);
  if (event.type === 'agent:blocked') return preview(payload.question, 80);
  return preview(payload.task ?? payload.label ?? payload.summary, 80);
}
