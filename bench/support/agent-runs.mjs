/**
 * Realistic history, the same for the same seed: runs of agents that call models and tools, nest, fail now and then, and end.
 * About twelve events a run, some hundred bytes to some kilobytes each.
 */
const TOOLS = ['bash', 'read_file', 'edit_file', 'grep', 'web_fetch', 'run_tests'];
const MODELS = ['sonnet', 'opus', 'haiku', 'gpt-5', 'gemini'];
const WORDS =
  'build test deploy index parse cache route token retry schema panel query merge branch socket stream'.split(' ');

/** Mulberry32. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** @param total events; @param at epoch ms of event number n */
export function* agentRuns(total, at, seed = 1) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const text = (count) => Array.from({ length: count }, () => pick(WORDS)).join(' ');
  let made = 0;
  for (let run = 0; made < total; run++) {
    const agent = `agent-${Math.floor(next() ** 2 * 200)}`;
    const session = `session-${run}`;
    const graph = run % 3 ? null : `graph-${Math.floor(run / 30)}`;
    let step = 0;
    const event = (type, payload, parent = null) => ({
      id: `run-${run}-${step++}`,
      type,
      timestamp: new Date(at(made++)).toISOString(),
      agent_id: agent,
      session_id: session,
      graph_id: graph,
      node_id: graph && `node-${Math.floor(step / 3) % 5}`,
      parent_id: parent,
      payload,
    });
    yield event('agent:started', { name: agent, task: text(6) });
    for (let turn = 0, turns = 1 + Math.floor(next() * 5); turn < turns && made < total; turn++) {
      const input = Math.floor(next() * 20_000);
      yield event('model:response', {
        model: pick(MODELS),
        input_tokens: input,
        output_tokens: Math.floor(input / 10),
        cost_usd: input / 1e6,
        duration_ms: Math.floor(next() * 9_000),
      });
      const call = `call-${run}-${turn}`;
      const tool_name = pick(TOOLS);
      yield event('tool:called', {
        tool_name,
        tool_use_id: call,
        input: { path: `src/${pick(WORDS)}.ts`, text: text(8) },
      });
      const failed = next() < 0.03;
      const duration_ms = Math.floor(next() ** 4 * 60_000);
      yield failed
        ? event('tool:failed', { tool_name, tool_use_id: call, error: `${text(3)} refused`, duration_ms }, call)
        : event(
            'tool:completed',
            { tool_name, tool_use_id: call, output: text(10 + Math.floor(next() * 60)), duration_ms },
            call,
          );
    }
    yield next() < 0.05 ? event('agent:failed', { error: text(5) }) : event('agent:completed', { result: text(12) });
  }
}
