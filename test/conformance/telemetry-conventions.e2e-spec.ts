/** Traces as frameworks write them, through the mappings into an archive: nothing lost, nothing twice, and whose it is. */
import { randomUUID } from 'node:crypto';
import { isHidden, type SpanRecord } from '@binnacle/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADK_OLD_TRACE, ADK_TRACE } from '../../libs/mappings/src/adk/adk.fixture.js';
import { AGENT_FRAMEWORK_TRACE } from '../../libs/mappings/src/agent-framework/agent-framework.fixture.js';
import { BRAINTRUST_TRACE } from '../../libs/mappings/src/braintrust/braintrust.fixture.js';
import {
  AG2_TRACE,
  COPILOT_TRACE,
  LITELLM_TRACE,
  STRANDS_TRACE,
} from '../../libs/mappings/src/gen-ai/frameworks.fixture.js';
import { GENKIT_TRACE } from '../../libs/mappings/src/genkit/genkit.fixture.js';
import { HAYSTACK_TRACE } from '../../libs/mappings/src/haystack/haystack.fixture.js';
import { LANGGRAPH_TRACE } from '../../libs/mappings/src/langsmith/langsmith.fixture.js';
import { PYDANTIC_1, PYDANTIC_3 } from '../../libs/mappings/src/logfire/logfire.fixture.js';
import { MASTRA_14_TRACE, MASTRA_TRACE } from '../../libs/mappings/src/mastra/mastra.fixture.js';
import { MCP_TRACE } from '../../libs/mappings/src/mcp/mcp.fixture.js';
import { MLFLOW_TRACE } from '../../libs/mappings/src/mlflow/mlflow.fixture.js';
import { LANGCHAIN_JS_TRACE } from '../../libs/mappings/src/openinference/langchain.fixture.js';
import { CREWAI_TRACE, SMOLAGENTS_TRACE } from '../../libs/mappings/src/openinference/openinference.fixture.js';
import { traceOf } from '../../libs/mappings/src/testing/trace-of.fixture.js';
import { OPENLLMETRY_OLD_TRACE, OPENLLMETRY_TRACE } from '../../libs/mappings/src/traceloop/traceloop.fixture.js';
import { until } from '../browser/client/until.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { facts, startMapper, type TestMapper } from '../support/telemetry.js';

/** The session, and the agent of the last call of a model or a tool. */
const TRACES: readonly [name: string, spans: SpanRecord[], session: string | null, agent: string | null][] = [
  ['ADK', ADK_TRACE, 'adk-session', 'weather'],
  ['ADK before 1.13', ADK_OLD_TRACE, 'adk-session', 'weather'],
  ['Agent Framework', AGENT_FRAMEWORK_TRACE, 'conv-press', 'a-1'],
  ['AG2', AG2_TRACE, 'ag2-conv', 'coder'],
  ['Braintrust', BRAINTRUST_TRACE, null, 'helpdesk'],
  ['Copilot', COPILOT_TRACE, 'copilot-conv', 'copilot'],
  ['CrewAI by OpenInference', CREWAI_TRACE, 'crew-session', 'Researcher._execute_core'],
  ['Genkit', GENKIT_TRACE, 'shelf-1', 'librarian'],
  ['Haystack', HAYSTACK_TRACE, null, 'answers'],
  ['LangChain.js by OpenInference', LANGCHAIN_JS_TRACE, 'bed-4', 'gardener'],
  ['LangGraph by LangSmith', LANGGRAPH_TRACE, 'thread-7', 'langgraph-app'],
  ['LiteLLM', LITELLM_TRACE, null, 'litellm'],
  ['Mastra', MASTRA_TRACE, 'thread-m', 'chef'],
  ['Mastra since 1.4', MASTRA_14_TRACE, 'thread-14', 'chef'],
  ['MCP', MCP_TRACE, null, 'desk'],
  ['MLflow', MLFLOW_TRACE, 'ml-session', 'planner'],
  ['OpenLLMetry', OPENLLMETRY_TRACE, 's-trip', 'planner'],
  ['OpenLLMetry of old', OPENLLMETRY_OLD_TRACE, null, null],
  ['Pydantic AI 1', PYDANTIC_1, null, 'tracker'],
  ['Pydantic AI 3', PYDANTIC_3, null, 'tracker'],
  ['smolagents by OpenInference', SMOLAGENTS_TRACE, null, 'calculator'],
  ['Strands', STRANDS_TRACE, 'strands-session', 'Strands Agents'],
];

describe('a trace of', () => {
  let database: TestDatabase;
  let telemetry: TestMapper;
  beforeAll(async () => {
    database = await createTestDatabase();
    telemetry = await startMapper(database.url);
  });
  afterAll(async () => {
    await telemetry?.close();
    await database?.drop();
  });
  const archived = async (...requests: readonly (readonly SpanRecord[])[]) => {
    const project = randomUUID();
    for (const spans of requests) {
      expect(await telemetry.mapper.accept(spans, project)).toMatchObject({ rejected: 0, message: '' });
    }
    await until('nothing is held', async () => (await telemetry.held(project)) === 0);
    return telemetry.events(project);
  };

  it.each(TRACES)('%s is the same events in one request and span by span, last ones first, twice', async (_, spans) => {
    const whole = facts(await archived(spans));
    // Children before parents, as exporters send them: an agent's span ends last.
    const single = spans.toReversed().map((span) => [span]);
    expect(facts(await archived(...single, ...single))).toEqual(whole);
    expect(new Set(whole.map(({ nodeId }) => nodeId))).toEqual(new Set(spans.map(({ spanId }) => spanId)));
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
  });

  it.each(TRACES)('%s is told in one session, of the agent that runs', async (_, spans, session, agent) => {
    const events = await archived(spans);
    expect(new Set(events.map(({ sessionId }) => sessionId))).toEqual(new Set([session]));
    const last = events.findLast(({ type }) => /^(model|tool):/.test(type));
    expect(last?.agentId).toBe(agent);
    expect(events.every(({ payload, ...event }) => isHidden(event) === (payload.hidden === true))).toBe(true);
  });

  it('a process that names its agent and session has them where nothing nearer says more', async () => {
    const resource = { 'service.name': 'worker', 'gen_ai.agent.name': 'ada', 'session.id': 'window-1' };
    const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' };
    const spans = traceOf(
      { name: 'process', resource },
      {
        name: 'job',
        below: [
          { name: 'chat', attributes: call },
          {
            name: 'invoke_agent helper',
            attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'helper' },
            below: [{ name: 'chat', attributes: call }],
          },
        ],
      },
    );
    const events = await archived(spans);
    const calls = events.filter(({ type }) => type === 'model:response');
    expect(calls.map(({ agentId, sessionId }) => [agentId, sessionId])).toEqual([
      ['ada', 'window-1'],
      ['helper', 'window-1'],
    ]);
  });
});
