/** Events of the size agents send: a tool call with an input and a few hundred bytes of output. */
export const sampleEvent = (index) => ({
  id: `bench-${index.toString(36).padStart(12, '0')}`,
  type: index % 2 ? 'tool:completed' : 'tool:called',
  timestamp: new Date(Date.UTC(2026, 0, 1) + index * 10).toISOString(),
  agent_id: `agent-${index % 20}`,
  session_id: `session-${index % 50}`,
  graph_id: `graph-${index % 5}`,
  payload: {
    tool_name: 'read_file',
    tool_use_id: `call-${index}`,
    input: { path: `src/module-${index % 100}/file.ts`, limit: 200 },
    output: 'export const value = 42; // a line of the file that was read\n'.repeat(4),
    duration_ms: index % 900,
  },
});
