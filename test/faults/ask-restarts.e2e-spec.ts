/** The SDK's `ask()` while the server and the agent are killed and come back, in every order: one question, one answer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { TestServer } from '../support/server.js';

const AGENT = path.resolve(import.meta.dirname, '../support/asking-agent.mjs');
const PATIENCE_MS = 120_000;

describe('an agent that asks by the SDK', () => {
  let database: TestDatabase;
  let server: TestServer;
  const agents = new Set<ChildProcess>();
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterAll(async () => {
    for (const agent of agents) agent.kill('SIGKILL');
    await server?.stop();
    await database?.drop();
  });

  const start = (name: string) => {
    const child = spawn(process.execPath, [AGENT, server.url, name, `of-${name}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    agents.add(child);
    return { reply: text(child.stdout), kill: () => killed(child) };
  };
  const killed = async (child: ChildProcess) => {
    agents.delete(child);
    if (child.exitCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  const cut = async (between: () => unknown = () => undefined) => {
    const { port } = server;
    await server.kill();
    await between();
    server = await TestServer.start({ databaseUrl: database.url, port });
  };
  const questions = async (name: string) =>
    (await server.json<{ data: WireQuestion[] }>(`/api/v1/questions?agent_id=${name}`)).data;
  const asked = async (name: string, fits: (question: WireQuestion) => boolean = () => true) => {
    for (;;) {
      const found = (await questions(name)).find(fits);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const approve = async (name: string) => {
    const [{ id } = { id: '' }] = await questions(name);
    return (await new Asking(server).answer(id, { decision: 'approve' }))[0];
  };
  /** One question, answered once, delivered once, and the agent has it. */
  const settled = async (name: string, reply: Promise<string>) => {
    expect(JSON.parse(await reply)).toMatchObject({ decision: 'approve', answeredBy: 'Ada', expired: false });
    const question = await asked(name, ({ delivered_at }) => delivered_at !== null);
    expect(await questions(name)).toHaveLength(1);
    const told = await new Asking(server).told(question.id);
    expect(told.filter((type) => type === 'agent:resumed')).toHaveLength(1);
    expect(told.filter((type) => type === 'question:delivered')).toHaveLength(1);
  };

  it(
    'goes on waiting through kills of the server',
    async () => {
      const { reply } = start('patient');
      await asked('patient');
      for (let kill = 0; kill < 3; kill++) await cut();
      expect(await approve('patient')).toBe(200);
      await settled('patient', reply);
    },
    PATIENCE_MS,
  );

  it(
    'asks although nobody is there yet',
    async () => {
      let early: ReturnType<typeof start> | undefined;
      await cut(() => {
        early = start('early');
      });
      await asked('early');
      expect(await approve('early')).toBe(200);
      await settled('early', early?.reply ?? Promise.resolve(''));
    },
    PATIENCE_MS,
  );

  it(
    'started again, waits for the same question',
    async () => {
      const first = start('reborn');
      await asked('reborn');
      await first.kill();
      const second = start('reborn');
      const third = start('reborn');
      expect(await approve('reborn')).toBe(200);
      await settled('reborn', second.reply);
      await settled('reborn', third.reply);
    },
    PATIENCE_MS,
  );

  it(
    'started again, finds the answer that came while it was gone',
    async () => {
      const first = start('absent');
      await asked('absent');
      await first.kill();
      expect(await approve('absent')).toBe(200);
      expect((await asked('absent')).delivered_at).toBeNull();
      const second = start('absent');
      await settled('absent', second.reply);
    },
    PATIENCE_MS,
  );

  it(
    'and its server, killed together again and again, come to one answer',
    async () => {
      for (let round = 0; round < 3; round++) {
        const agent = start('both');
        if (round === 0) await asked('both');
        await Promise.all([cut(), agent.kill()]);
      }
      const last = start('both');
      expect(await approve('both')).toBe(200);
      await cut();
      await settled('both', last.reply);
    },
    PATIENCE_MS,
  );
});
