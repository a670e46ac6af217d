/** Notifications while things die: the target, the server between sending and noting it, one of two servers. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaptureServer } from '../support/capture-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Notifying } from '../support/notifications.js';
import { Asking } from '../support/questions.js';
import { TestServer } from '../support/server.js';

describe('notifications survive', () => {
  let database: TestDatabase;
  let target: CaptureServer;
  const servers: TestServer[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    target = await CaptureServer.start();
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await target?.close();
    await database?.drop();
  });

  const start = async () => {
    const env = { BINNACLE_WEBHOOK_ALLOW: '127.0.0.0/8' };
    const server = await TestServer.start({ databaseUrl: database.url, env });
    servers.push(server);
    const asking = new Asking(server);
    return { server, asking, notifying: new Notifying(server, asking) };
  };

  it('kill -9 between sending and noting it: sent again with the same id, and what was planned still comes', async () => {
    const first = await start();
    const channel = await first.notifying.channel({ kind: 'webhook', url: `${target.url}/killed` });
    const later = await first.notifying.channel({ kind: 'webhook', url: `${target.url}/later` });
    await first.notifying.rule('killed', [
      [0, channel],
      [2, later],
    ]);
    // The target has it, and its answer never comes.
    target.answer = () => {};
    const { id } = await first.asking.ask({ agent_id: 'killed', question: 'Go?' });
    const [before] = await target.until('/killed');
    await first.server.kill();
    target.answer = (_, response) => void response.writeHead(200).end();

    const { notifying } = await start();
    const [, again] = await target.until('/killed', 2);
    expect(again?.headers['webhook-id']).toBe(before?.headers['webhook-id']);
    const log = await notifying.until(`subject_id=${id}`, (all) => all.every(({ state }) => state === 'sent'));
    expect(log.map(({ step, attempts }) => [step, attempts])).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(target.of('/later')).toHaveLength(1);
  }, 120_000);

  it('a target that is dead: tried later, told in the log, and no other channel waits', async () => {
    const { asking, notifying } = await start();
    const hanging = await notifying.channel({ kind: 'webhook', url: `${target.url}/hanging` });
    const closed = await notifying.channel({ kind: 'webhook', url: 'http://127.0.0.1:9/' });
    const alive = await notifying.channel({ kind: 'webhook', url: `${target.url}/alive` });
    await notifying.rule('deaf', [
      [0, hanging],
      [0, closed],
      [0, alive],
    ]);
    target.answer = ({ path }, response) => {
      if (path !== '/hanging') response.writeHead(200).end();
    };
    const asked = Date.now();
    const questions = await Promise.all(
      Array.from({ length: 20 }, (_, index) => asking.ask({ agent_id: 'deaf', question: `Question ${index}?` })),
    );
    const delivered = await target.until('/alive', questions.length);
    // All of them, before the first of those that hang has timed out.
    expect(Math.max(...delivered.map(({ at }) => at)) - asked).toBeLessThan(9_000);
    const refused = await notifying.until(`channel_id=${closed.id}`, (all) => all.some(({ error }) => error !== null));
    expect(refused.find(({ error }) => error !== null)).toMatchObject({ state: 'waiting', status: null });
    const hung = await notifying.until(`channel_id=${hanging.id}`, (all) => all.some(({ error }) => error !== null));
    expect(hung.find(({ error }) => error !== null)).toMatchObject({ state: 'waiting', error: 'no answer in time' });
    expect(target.of('/alive')).toHaveLength(questions.length);
  }, 90_000);

  it('two servers on one database: each step is sent once', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    target.answer = (_, response) => void response.writeHead(200).end();
    const channel = await one.notifying.channel({ kind: 'webhook', url: `${target.url}/shared` });
    await one.notifying.rule('shared-*', [
      [0, channel],
      [1, channel],
    ]);
    const questions = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 ? one : two).asking.ask({ agent_id: `shared-${index}`, question: 'Once?' }),
      ),
    );
    const log = await two.notifying.until(
      `channel_id=${channel.id}&limit=1000`,
      (all) => all.length === 2 * questions.length && all.every(({ state }) => state === 'sent'),
    );
    expect(log.filter(({ attempts }) => attempts !== 1)).toEqual([]);
    const ids = target.of('/shared').map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2 * questions.length, 2 * questions.length]);
  }, 90_000);
});
