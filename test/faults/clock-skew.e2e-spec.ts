/** Clocks that are wrong: the agent's, and the server's, set back and ahead while agents wait. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { TestServer } from '../support/server.js';

const SKEWED = path.resolve(import.meta.dirname, '../support/skewed-server.mjs');
const HOUR_MS = 3_600_000;
const PATIENCE_MS = 60_000;

describe('questions while clocks are wrong', () => {
  let database: TestDatabase;
  let folder: string;
  let server: TestServer;
  let asking: Asking;
  let sets = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(path.join(os.tmpdir(), 'binnacle-clock-'));
    writeFileSync(clock(), '0');
    server = await TestServer.start({ databaseUrl: database.url, main: SKEWED, env: { CLOCK_FILE: clock() } });
    sets = 1;
    asking = new Asking(server);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const clock = () => path.join(folder, 'offset');
  const until = async <T>(look: () => Promise<T> | T, fits: (seen: T) => boolean): Promise<T> => {
    for (;;) {
      const seen = await look();
      if (fits(seen)) return seen;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const setClock = async (ms: number) => {
    writeFileSync(clock(), String(ms));
    process.kill(server.pid, 'SIGUSR2');
    sets++;
    await until(
      () => server.log.match(/clock set by/g)?.length,
      (count) => count === sets,
    );
  };
  const see = (id: string) => asking.see(id) as Promise<WireQuestion & Record<string, string>>;

  describe('of the agent', () => {
    it.each([
      ['a day ahead', 24 * HOUR_MS],
      ['a day behind', -24 * HOUR_MS],
      ['in 1970', -Date.now()],
    ])('%s: it waits since its question came, and as long as it said', async (_, skew) => {
      const before = Date.now();
      const { id } = await asking.ask({
        agent_id: `agent${skew}`,
        question: 'Late?',
        timestamp: new Date(before + skew).toISOString(),
        timeout_seconds: 600,
        on_timeout: 'deny',
      });
      const { asked_at, expires_at, state } = await see(id);
      expect(state).toBe('open');
      for (const [time, after] of [
        [asked_at, 0],
        [expires_at, 600_000],
      ] as const) {
        expect(Date.parse(String(time)) - after).toBeGreaterThanOrEqual(before);
        expect(Date.parse(String(time)) - after).toBeLessThanOrEqual(Date.now());
      }
    });

    it('says a deadline that is over: what was to happen then happens, and its wait ends', async () => {
      const { id } = await asking.ask({
        question: 'Too late?',
        expires_at: '2001-01-01T00:00:00Z',
        on_timeout: 'deny',
      });
      expect(await asking.wait(id, 20)).toMatchObject({ state: 'expired', reply: { decision: 'reject' } });
    });

    it('says a deadline in another age: it is asked until then', async () => {
      const { id } = await asking.ask({
        question: 'For ever?',
        expires_at: '9999-01-01T00:00:00Z',
        on_timeout: 'deny',
      });
      await asking.answer(id, { answer: 'yes' });
      expect(await asking.wait(id)).toMatchObject({ state: 'answered', answer: 'yes' });
    });

    it('resumes in another age: its question is closed all the same', async () => {
      const { id, msg_id } = await asking.ask({ agent_id: 'traveller', question: 'Where to?' });
      const waiting = asking.wait(id, 20);
      await server.send({
        type: 'agent:resumed',
        agent_id: 'traveller',
        timestamp: '1970-01-01T00:00:00Z',
        payload: { msg_id, answer: 'home' },
      });
      expect(await waiting).toMatchObject({ state: 'answered', answer: 'home' });
    });
  });

  describe('of the server', () => {
    it(
      'set back while an agent waits: answers reach it at once, and what is due comes when the clock is right again',
      async () => {
        const answered = await asking.ask({ question: 'First?' });
        const due = await asking.ask({ question: 'Second?', timeout_seconds: 5, on_timeout: 'deny' });
        const waits = [asking.wait(answered.id, 20), asking.wait(due.id, 40)];
        await setClock(-HOUR_MS);
        await asking.answer(answered.id, { answer: 'yes' });
        expect(await waits[0]).toMatchObject({ state: 'answered', answer: 'yes' });
        expect((await see(due.id)).state).toBe('open');
        const later = await asking.ask({ question: 'Third?' });
        const inbox = await (await server.get('/inbox')).text();
        for (const text of ['Second?', 'Third?']) expect(inbox).toContain(text);
        await setClock(0);
        expect(await waits[1]).toMatchObject({ state: 'expired' });
        await asking.answer(later.id, { answer: 'yes' });
        expect(await asking.wait(later.id)).toMatchObject({ answer: 'yes' });
      },
      PATIENCE_MS,
    );

    it(
      'set ahead: claims and deadlines end, and an answer is still taken once',
      async () => {
        const claimed = await asking.ask({ question: 'Mine?' });
        await asking.call('POST', `/api/v1/questions/${claimed.id}/claim`, { by: 'Ada', seconds: 300 });
        const due = await asking.ask({ question: 'In time?', timeout_seconds: 600, on_timeout: 'deny' });
        expect((await see(claimed.id)).claimed_by).toBe('Ada');
        await setClock(HOUR_MS);
        expect((await see(claimed.id)).claimed_by).toBeNull();
        expect(await asking.wait(due.id, 20)).toMatchObject({ state: 'expired' });
        expect((await asking.answer(due.id, { answer: 'yes' }))[0]).toBe(409);
        expect((await asking.answer(claimed.id, { answer: 'yes', answered_by: 'Bob' }))[0]).toBe(200);
        await setClock(0);
        // Answered in what is now the future: neither lost nor flagged, and taken when the agent comes.
        expect(await asking.wait(claimed.id)).toMatchObject({ state: 'answered', answered_by: 'Bob' });
        await until(
          () => see(claimed.id),
          ({ delivered_at }) => delivered_at !== null,
        );
      },
      PATIENCE_MS,
    );
  });
});
