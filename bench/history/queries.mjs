/** What is asked: parameters of REST, and the condition that somebody would write by hand. */
import { DAY_MS, TODAY } from './fill.mjs';

const someDay = new Date((TODAY - 12) * DAY_MS).toISOString().slice(0, 10);
const nextDay = new Date((TODAY - 11) * DAY_MS).toISOString().slice(0, 10);
export const QUERIES = [
  ['newest page', '', 'true'],
  ['one type', 'type=tool:failed', "category = 'tool' AND action = 'failed'"],
  ['two patterns', 'type=agent:failed,model:*', "(category = 'model' OR (category = 'agent' AND action = 'failed'))"],
  ['an agent', 'agent_id=agent-7', "agent_id = 'agent-7'"],
  ['a rare agent', 'agent_id=agent-199', "agent_id = 'agent-199'"],
  ['a session', 'session_id=session-100', "session_id = 'session-100'"],
  ['a graph', 'graph_id=graph-50', "graph_id = 'graph-50'"],
  ['a node', 'node_id=node-3', "node_id = 'node-3'"],
  ['a parent', 'parent_id=call-100-0', "parent_id = 'call-100-0'"],
  ['a past day', `from=${someDay}&to=${nextDay}`, `timestamp >= '${someDay}' AND timestamp < '${nextDay}'`],
  [
    'a type on a past day',
    `type=tool:failed&from=${someDay}&to=${nextDay}`,
    `category = 'tool' AND action = 'failed' AND timestamp >= '${someDay}' AND timestamp < '${nextDay}'`,
  ],
  ['a payload value', 'query=payload.tool_name=bash', `payload @> '{"tool_name":"bash"}'`],
  ['a rare payload value', 'query=payload.tool_use_id="call-100-0"', `payload @> '{"tool_use_id":"call-100-0"}'`],
  ['a number in the payload', 'query=payload.duration_ms>=55000', "(payload->>'duration_ms')::numeric >= 55000"],
  ['text', 'query=refused', "payload::text ILIKE '%refused%'"],
  ['rare text', 'query="call-100-0"', "payload::text ILIKE '%call-100-0%'"],
];

export const encoded = (parameters) => parameters.replaceAll('"', '%22').replaceAll('>', '%3E');
