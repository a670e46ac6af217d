import type { Question } from '@binnacle/coordinator';
import type { BinnacleEvent } from '@binnacle/events';
import type { Rule } from './rule.js';

/** Whether a rule is for an event, and for the question it is about. */
export function matchesRule(rule: Rule, event: BinnacleEvent, question: Question | undefined): boolean {
  if (!rule.enabled || event.seq <= rule.sinceSeq) return false;
  if (rule.agents.length > 0 && !rule.agents.some((pattern) => isAgent(pattern, event.agentId ?? ''))) return false;
  return rule.kinds.length === 0 || (question !== undefined && rule.kinds.includes(question.kind));
}

const isAgent = (pattern: string, agent: string): boolean =>
  pattern.endsWith('*') ? agent.startsWith(pattern.slice(0, -1)) : agent === pattern;
