/** Events of the size agents send: a tool call with an input and a few hundred bytes of output. */
export const sampleEvent = (index, call = index >> 1) => ({
  id: `bench-${index.toString(36).padStart(12, '0')}`,
  type: index % 2 ? 'tool:completed' : 'tool:called',
  timestamp: new Date(Date.UTC(2026, 0, 1) + index * 10).toISOString(),
  agent_id: `agent-${call % 20}`,
  session_id: `session-${call % 50}`,
  graph_id: `graph-${call % 5}`,
  payload: {
    tool_name: 'read_file',
    tool_use_id: `call-${call}`,
    input: { path: `src/module-${index % 100}/file.ts`, limit: 200 },
    output: 'export const value = 42; // a line of the file that was read\n'.repeat(4),
    duration_ms: index % 900,
  },
});
