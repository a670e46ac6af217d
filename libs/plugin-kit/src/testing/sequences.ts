/** One sequence alone. For several that follow each other, with ids that differ, use {@link Timeline}. */
import type { BinnacleEvent } from '@binnacle/events';
import { type AgentRun, type ModelCall, type Question, Timeline, type ToolCall } from './timeline.js';

/** @example toolCall({ tool: 'grep', error: 'no match' }) // tool:called, tool:failed */
export const toolCall = (call?: ToolCall): BinnacleEvent[] => new Timeline().toolCall(call);

/** @example modelCall({ model: 'large', outputTokens: 900 }) // model:request, model:response */
export const modelCall = (call?: ModelCall): BinnacleEvent[] => new Timeline().modelCall(call);

/** @example question({ question: 'Deploy?', answer: 'yes' }) // agent:blocked, agent:resumed */
export const question = (asked?: Question): BinnacleEvent[] => new Timeline().question(asked);

/** @example agentRun({ task: 'deploy' }, (run) => run.toolCall({ tool: 'bash' })) // agent:started … agent:completed */
export function agentRun(run?: AgentRun, work: (timeline: Timeline) => void = () => {}): BinnacleEvent[] {
  const timeline = new Timeline(run);
  return timeline.agentRun(run, () => work(timeline));
}
