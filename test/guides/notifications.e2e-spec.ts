/** The snippets of the guide to notifications: the calls that set them up, and the server that takes a webhook. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from '../../libs/persistence/src/embedded/free-port.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type MadeChannel, Notifying } from '../support/notifications.js';
import { GuideRoom } from './guide-room.js';
import { snippetsOf } from './snippets.js';

const PATIENCE_MS = 60_000;

describe('the guide to notifications', () => {
  const snippets = snippetsOf('../notifications.md');
  const textOf = (name: string) => snippets.find((one) => one.name === name)?.text ?? '';
  let database: TestDatabase;
  let room: GuideRoom;
  beforeAll(async () => {
    database = await createTestDatabase();
    room = await GuideRoom.open(database.url);
    await room.restart({ BINNACLE_WEBHOOK_ALLOW: '127.0.0.1' });
  }, PATIENCE_MS);
  afterAll(async () => {
    await room?.close();
    await database?.drop();
  });

  it('has no snippet that nobody runs', () => {
    expect(snippets.map(({ name }) => name)).toEqual(['notifications.md 1 sh', 'notifications.md 2 js']);
  });

  it('makes channels and a rule by its calls', async () => {
    const output = await room.sh(textOf('notifications.md 1 sh').replaceAll('localhost:4700', room.server.url)).output;
    expect(output).toContain('"name":"Production"');
    const { data } = await room.server.json<{ data: object[] }>('/api/v1/notification-rules');
    expect(data).toMatchObject([
      {
        agents: ['deploy*'],
        skip_claimed: true,
        steps: [
          { channel_id: 'phone', after_seconds: 0 },
          { channel_id: 'chat', after_seconds: 600 },
        ],
      },
    ]);
    const channels = await room.server.json<{ data: object[] }>('/api/v1/notification-channels');
    expect(channels.data).toMatchObject([{ kind: 'ntfy' }, { kind: 'slack' }]);
  });

  it(
    'takes a webhook in Node: once, and from nobody else',
    async () => {
      const port = await freePort();
      const notifying = new Notifying(room.server, room.asking);
      const url = `http://127.0.0.1:${port}/`;
      const channel: MadeChannel = await notifying.channel({ kind: 'webhook', name: 'mine', url });
      await notifying.rule('scout', [[0, channel]]);
      const program = textOf('notifications.md 2 js').replace('listen(8080)', `listen(${port})`);
      const running = room.ts('hook.js', program, { BINNACLE_WEBHOOK_SECRET: channel.secret ?? '' });
      const answers = async () => fetch(url, { method: 'POST', body: '{}' }).then(({ status }) => status);
      while ((await answers().catch(() => 0)) === 0) await new Promise((resolve) => setTimeout(resolve, 25));
      // Nobody signed this.
      expect(await answers()).toBe(401);
      const { id } = await room.asking.ask({ agent_id: 'scout', question: 'Which way?' });
      const [sent] = await notifying.until(`subject_id=${id}`, ([one]) => one?.state === 'sent');
      expect(sent).toMatchObject({ status: 204, attempts: 1 });
      const line = `agent.blocked scout Which way? ${room.server.url}/inbox?question=${id}\n`;
      while (!running.said().includes('\n')) await new Promise((resolve) => setTimeout(resolve, 25));
      expect(running.said()).toBe(line);
      // As after a kill between sending and noting it.
      await room.server.kill();
      await again(sent?.id ?? '');
      await room.restart({ BINNACLE_WEBHOOK_ALLOW: '127.0.0.1' });
      const repeated = new Notifying(room.server, room.asking);
      await repeated.until(`subject_id=${id}`, ([one]) => one?.state === 'sent' && one.attempts === 2);
      const other = await room.asking.ask({ agent_id: 'scout', question: 'And now?' });
      while (!running.said().includes(other.id)) await new Promise((resolve) => setTimeout(resolve, 25));
      expect(running.said()).toBe(
        `${line}agent.blocked scout And now? ${room.server.url}/inbox?question=${other.id}\n`,
      );
      expect(await notifying.test({ ...channel })).toMatchObject({ state: 'sent' });
      running.child.kill('SIGKILL');
    },
    PATIENCE_MS,
  );

  async function again(id: string): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const sql = `UPDATE notification_deliveries SET state = 'waiting', next_at = now(), finished_at = NULL WHERE id = $1`;
    await client.query(sql, [id]).finally(() => client.end());
  }
});
