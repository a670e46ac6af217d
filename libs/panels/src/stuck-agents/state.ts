import { type BinnacleEvent, type EventOf, preview } from '@binnacle/plugin-kit';

/** Agents held: those heard of last. */
export const AGENTS_HELD = 200;
/** Characters of a tool's input that are compared. */
const INPUT_CHARS = 2_000;

export interface Watched {
  readonly agentId: string;
  /** Canonical ISO 8601. */
  readonly lastSeen: string;
  /** Waiting agents are silent for a reason. */
  readonly state: 'running' | 'waiting';
  readonly lastType: string;
  /** The last tool call, and how often in a row it was the same. */
  readonly call: string;
  readonly tool: string;
  readonly times: number;
}

export interface StuckState {
  /** Of silence that is worth a look, ms. */
  readonly silentMs: number;
  /** Of the same call in a row. */
  readonly repeats: number;
  /** Running and waiting agents, the one heard of longest ago first. */
  readonly agents: ReadonlyMap<string, Watched>;
}

export const initial = ({ minutes, repeats }: { readonly minutes: number; readonly repeats: number }): StuckState => ({
  silentMs: minutes * 60_000,
  repeats,
  agents: new Map(),
});

const ENDS = new Set(['agent:completed', 'agent:failed', 'agent:cancelled']);

export function hear(state: StuckState, event: BinnacleEvent): StuckState {
  const { agentId } = event;
  if (!agentId) return state;
  if (ENDS.has(event.type)) {
    if (!state.agents.has(agentId)) return state;
    const agents = new Map(state.agents);
    agents.delete(agentId);
    return { ...state, agents };
  }
  return withAgent(state, { ...known(state, agentId), ...seen(event) });
}

export function call(state: StuckState, event: EventOf<'tool:called'>): StuckState {
  const { agentId, payload } = event;
  if (!agentId) return state;
  const before = known(state, agentId);
  const made = JSON.stringify([payload.tool_name, payload.input ?? null]).slice(0, INPUT_CHARS);
  const times = made === before.call ? before.times + 1 : 1;
  return withAgent(state, { ...before, ...seen(event), call: made, tool: preview(payload.tool_name, 60), times });
}

const seen = ({ timestamp, type }: BinnacleEvent): Pick<Watched, 'lastSeen' | 'lastType' | 'state'> => ({
  lastSeen: timestamp,
  lastType: type,
  state: type === 'agent:blocked' ? 'waiting' : 'running',
});

const known = ({ agents }: StuckState, agentId: string): Watched =>
  agents.get(agentId) ?? { agentId, lastSeen: '', state: 'running', lastType: '', call: '', tool: '', times: 0 };

function withAgent(state: StuckState, agent: Watched): StuckState {
  const agents = new Map(state.agents);
  agents.delete(agent.agentId);
  agents.set(agent.agentId, agent);
  const [oldest] = agents.keys();
  if (agents.size > AGENTS_HELD && oldest !== undefined) agents.delete(oldest);
  return { ...state, agents };
}
