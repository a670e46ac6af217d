/** The snippets of the Connect page, run as they are copied, by the real packages: after each there is an event of that agent. */
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { CONNECT_CLIENTS } from '@binnacle/connect';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { GuideRoom } from './guide-room.js';

const MODULES = path.resolve(import.meta.dirname, '../../node_modules');
const PATIENCE_MS = 90_000;

describe('the snippets of the Connect page', () => {
  let database: TestDatabase;
  let room: GuideRoom;
  beforeAll(async () => {
    database = await createTestDatabase();
    room = await GuideRoom.open(database.url);
    for (const name of ['ai', 'langfuse', '@langfuse']) {
      symlinkSync(path.join(MODULES, name), path.join(room.folder, 'node_modules', name));
    }
  }, PATIENCE_MS);
  afterAll(async () => {
    await room?.close();
    await database?.drop();
  });

  const snippet = (client: string, id: string): string => {
    const found = CONNECT_CLIENTS.find((one) => one.id === client)?.snippets({ url: room.server.url });
    const text = found?.find((one) => one.id === id)?.text;
    if (text === undefined) throw new Error(`${client} has no snippet ${id}`);
    return text;
  };
  /** Types of the events of an agent, once there are some. */
  const seen = async (agent: string): Promise<string[]> => {
    for (;;) {
      const query = `agent_id=${encodeURIComponent(agent)}&order=asc`;
      const { data } = await room.server.json<{ data: { type: string }[] }>(`/api/v1/events?${query}`);
      if (data.length > 0) return data.map(({ type }) => type);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** A program in the environment that a snippet makes. */
  const inEnvironment = (environment: string, file: string, program: string): Promise<string> =>
    room.sh(`${environment}\nexec '${process.execPath}' '${room.compile(file, program)}'`).output;
  const answer = async (agent: string, text: string) => {
    const { id } = await room.question({ agent });
    expect((await room.asking.answer(id, { answer: text }))[0]).toBe(200);
  };

  it('curl', async () => {
    expect(JSON.parse(await room.sh(snippet('curl', 'command')).output)).toMatchObject({ accepted: 1 });
    expect(await seen('my-agent')).toEqual(['agent:started']);
  });

  it(
    'the SDK, with its question',
    async () => {
      const { output } = room.ts('sdk.ts', snippet('typescript', 'code').replaceAll('my-agent', 'sdk-agent'));
      await answer('sdk-agent', 'csv');
      await output;
      expect(await seen('sdk-agent')).toContain('agent:completed');
    },
    PATIENCE_MS,
  );

  it(
    'any OpenTelemetry SDK, by its environment alone',
    async () => {
      await inEnvironment(
        snippet('opentelemetry', 'environment'),
        'otel.ts',
        `import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter())] });
provider.getTracer('x').startSpan('invoke_agent otel-agent', {
  attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'otel-agent' },
}).end();
await provider.shutdown();`,
      );
      expect(await seen('otel-agent')).toEqual(expect.arrayContaining(['agent:started', 'agent:completed']));
    },
    PATIENCE_MS,
  );

  it(
    'the AI SDK',
    async () => {
      await inEnvironment(
        snippet('ai-sdk', 'environment'),
        'ai.ts',
        `${snippet('ai-sdk', 'code')}
import { generateText } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
const model = new MockLanguageModelV3({ doGenerate: async () => ({
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: { inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 }, outputTokens: { total: 2, text: 2, reasoning: 0 } },
  content: [{ type: 'text', text: 'hello' }], warnings: [] }) });
await generateText({ model, prompt: 'hi', experimental_telemetry: { isEnabled: true, functionId: 'ai-agent' } });
await tracing.shutdown();`,
      );
      expect(await seen('ai-agent')).toEqual(expect.arrayContaining(['agent:started', 'model:response']));
    },
    PATIENCE_MS,
  );

  it(
    'OpenAI Agents',
    async () => {
      const code = snippet('openai-agents', 'code');
      await room.ts(
        'openai.ts',
        `${code}
import { getGlobalTraceProvider, setTracingDisabled, withAgentSpan, withResponseSpan, withTrace } from '@openai/agents';
setTracingDisabled(false);
const usage = { input_tokens: 12, output_tokens: 3 };
const output = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] }];
const call = () => withResponseSpan(async ({ spanData }) => {
  Object.assign(spanData, { _input: 'Hi', _response: { id: 'resp_1', model: 'gpt-5', output, usage } });
});
await withTrace('a run', () => withAgentSpan(call, { data: { name: 'openai-agent' } }));
await getGlobalTraceProvider().forceFlush();
await getGlobalTraceProvider().shutdown();`,
      ).output;
      expect(await seen('openai-agent')).toEqual(expect.arrayContaining(['agent:started', 'agent:completed']));
      const query = '/api/v1/events?agent_id=openai-agent&type=model:*&order=asc';
      const { data } = await room.server.json<{ data: { payload: object }[] }>(query);
      expect(data.map(({ payload }) => payload)).toMatchObject([
        { input: 'Hi' },
        { model: 'gpt-5', input_tokens: 12, output_tokens: 3 },
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'Langfuse, SDK 3 and 5',
    async () => {
      const environment = snippet('langfuse', 'environment');
      await inEnvironment(
        environment,
        'langfuse3.ts',
        `import { Langfuse } from 'langfuse';
const langfuse = new Langfuse();
langfuse.trace({ name: 'langfuse-3-agent' }).span({ name: 'plan' }).end();
await langfuse.shutdownAsync();`,
      );
      expect((await seen('langfuse-3-agent')).length).toBeGreaterThan(0);
      await inEnvironment(
        environment,
        'langfuse5.ts',
        `import { LangfuseSpanProcessor } from '@langfuse/otel';
import { startActiveObservation } from '@langfuse/tracing';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
const provider = new NodeTracerProvider({ spanProcessors: [new LangfuseSpanProcessor()] });
provider.register();
await startActiveObservation('langfuse-5-agent', async () => undefined, { asType: 'agent' });
await provider.shutdown();`,
      );
      expect((await seen('langfuse-5-agent')).length).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it(
    'an interrupt of LangGraph',
    async () => {
      const { output } = room.ts(
        'graph.ts',
        `import { Annotation, interrupt, MemorySaver, START, StateGraph } from '@langchain/langgraph';
const graph = new StateGraph(Annotation.Root({ target: Annotation }))
  .addNode('choose', () => ({ target: interrupt({ question: 'Where?', options: ['here', 'there'] }) }))
  .addEdge(START, 'choose')
  .compile({ checkpointer: new MemorySaver() });
const [input, thread] = [{}, { configurable: { thread_id: 't' } }];
${snippet('langgraph', 'interrupt')}
console.log(state.target);
await binnacle.close();`,
      );
      await answer('my-graph', 'there');
      expect(await output).toBe('there\n');
    },
    PATIENCE_MS,
  );
});
