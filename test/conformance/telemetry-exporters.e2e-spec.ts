/** The packages that agents really use, each in a process of its own, against a running server: one setting, and its events are there. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StoredEvent, storedEvents } from '../support/captured-telemetry.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const CLIENTS = path.resolve(import.meta.dirname, '../fixtures/clients');
const run = promisify(execFile);

describe('a client that is told this address', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  /** Runs one to its end; fails with what it printed, as a failed export is only a line on its console. */
  async function client(name: string, ...args: string[]): Promise<void> {
    const env = { PATH: process.env.PATH, OTEL_LOG_LEVEL: 'warn' };
    const { stdout, stderr } = await run(process.execPath, [path.join(CLIENTS, `${name}.mjs`), server.url, ...args], {
      env,
    });
    expect(`${stdout}${stderr}`).toBe('');
  }
  /** Of a session, once they are `count`; spans wait for their parents before they are events. */
  async function eventsOf(session: string, count: number): Promise<StoredEvent[]> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const events = await storedEvents(server, `&session_id=${session}`);
      if (events.length >= count || Date.now() > deadline) return events;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const typesOf = (events: readonly StoredEvent[]) => events.map(({ type }) => type).sort();

  it.each([
    ['http', 'none'],
    ['http', 'gzip'],
    ['proto', 'none'],
    ['proto', 'gzip'],
  ])('OpenTelemetry JS by %s, %s: spans, log records and counters', async (encoding, compression) => {
    const id = `otel-${encoding}-${compression}`;
    await client('otel', encoding, compression, id);
    const events = await eventsOf(`${id}-session`, 4);
    expect(typesOf(events)).toEqual(['otel:log', 'otel:span', 'tool:completed', 'tool:started']);
    expect(events.find(({ type }) => type === 'tool:started')).toMatchObject({
      agent_id: id,
      payload: { tool_name: 'weather', tool_use_id: `${id}-call` },
    });
  });

  it('AI SDK 6 with its telemetry on', async () => {
    await client('ai-sdk', 'ai-sdk');
    const events = await eventsOf('ai-sdk-session', 4);
    expect(typesOf(events)).toEqual(['agent:completed', 'agent:started', 'model:request', 'model:response']);
    expect(new Set(events.map(({ agent_id }) => agent_id))).toEqual(new Set(['ai-sdk']));
    expect(events.find(({ type }) => type === 'agent:started')?.payload).toMatchObject({ task: 'Which trains?' });
    expect(events.find(({ type }) => type === 'agent:completed')?.payload).toMatchObject({
      result: 'Take the train at nine.',
      usage: { input_tokens: 10, output_tokens: 20 },
    });
    expect(events.find(({ type }) => type === 'model:response')?.payload).toMatchObject({
      input_tokens: 10,
      output_tokens: 20,
    });
  });

  it('OpenAI Agents by its tracing exporter', async () => {
    await client('openai-agents', 'agents');
    const events = await eventsOf('agents-session', 4);
    expect(typesOf(events)).toEqual(['agent:completed', 'agent:started', 'tool:completed', 'tool:started']);
    expect(events.find(({ type }) => type === 'tool:completed')).toMatchObject({
      agent_id: 'planner',
      payload: { tool_name: 'weather', output: '21 degrees' },
    });
  });

  it('cloudevents, binary, structured and as a batch', async () => {
    await client('cloudevents', 'ce');
    const events = await eventsOf('ce-session', 4);
    expect(events.map(({ payload }) => (payload.cloudevent as { id: string }).id).sort()).toEqual([
      'ce-batch-1',
      'ce-batch-2',
      'ce-binary',
      'ce-structured',
    ]);
    for (const event of events) {
      expect(event).toMatchObject({ type: 'agent:completed', agent_id: 'ce-agent', payload: { result: 'done ✓' } });
    }
  });

  it('Langfuse SDK 3 by its ingestion batches, with nothing sent twice', async () => {
    await client('langfuse-3', 'langfuse-3');
    const events = await eventsOf('langfuse-3-session', 6);
    const shown = events.filter(({ type }) => !type.startsWith('otel:'));
    expect(typesOf(shown).filter((type) => type.startsWith('model:'))).toEqual(['model:request', 'model:response']);
    expect(shown.find(({ type }) => type === 'model:response')?.payload).toMatchObject({
      model: 'gpt-4o',
      input_tokens: 12,
      output_tokens: 7,
    });
    expect(typesOf(shown)).toContain('graph:completed');
  });

  it('Langfuse SDK 5, which sends OpenTelemetry', async () => {
    await client('langfuse-5', 'langfuse-5');
    const events = await eventsOf('langfuse-5-session', 4);
    expect(typesOf(events)).toEqual(['agent:completed', 'agent:started', 'model:request', 'model:response']);
    expect(events.find(({ type }) => type === 'model:response')?.payload).toMatchObject({ input_tokens: 12 });
  });
});
