/** Agents that ask by writing into a key-value store: the same agent, unchanged, over HTTP, in a folder and in an AgentFS file. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { Asking, type WireQuestion } from '../support/questions.js';
import { askUser, getUserMessages, type SeedKv } from '../support/seed-agent.js';
import { TestServer } from '../support/server.js';
import { inAgentFs, inFolder, overHttp } from '../support/workspace-kinds.js';

const KINDS = ['HTTP', 'folder', 'AgentFS'] as const;

describe('workspaces', () => {
  let database: TestDatabase;
  let root: string;
  let server: TestServer;
  let asking: Asking;
  let count = 0;
  const start = (port = 0) =>
    TestServer.start({
      databaseUrl: database.url,
      port,
      env: { BINNACLE_WORKSPACES: `${root},alone=${root}-alone,shop/=${root}-shop,shop/till=${root}-till` },
    });
  beforeAll(async () => {
    database = await createTestDatabase();
    root = await mkdtemp(path.join(os.tmpdir(), 'binnacle-workspaces-'));
    server = await start();
    asking = new Asking(server);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    await rm(root, { recursive: true, force: true });
    for (const other of ['alone', 'shop', 'till']) await rm(`${root}-${other}`, { recursive: true, force: true });
  });

  const questions = async (agent: string) =>
    (await server.json<{ data: (WireQuestion & { question: string })[] }>(`/api/v1/questions?agent_id=${agent}`)).data;
  const until = async (agent: string, fits: (question: WireQuestion) => boolean = ({ state }) => state === 'open') => {
    for (;;) {
      const found = (await questions(agent)).find(fits);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  describe.each(KINDS)('%s', (kind) => {
    const workspace = async (): Promise<{ agent: string; kv: () => SeedKv }> => {
      const agent = `seed-${count++}`;
      if (kind === 'HTTP') return { agent, kv: () => overHttp(server.url, agent) };
      const place = path.join(root, kind === 'folder' ? agent : `${agent}.db`);
      if (kind === 'folder') await mkdir(place);
      const kv = kind === 'folder' ? inFolder(place) : inAgentFs(place);
      return { agent, kv: () => kv };
    };

    it('asks once however often it is looked at, and hands over the answer, which is then delivered and gone on with', async () => {
      const { agent, kv } = await workspace();
      const answer = askUser(kv(), 'Which format?', { options: ['json', 'csv'] });
      const { id } = await until(agent);
      expect(await asking.see(id)).toMatchObject({
        question: 'Which format?',
        options: ['json', 'csv'],
        kind: 'choice',
      });
      await asking.answer(id, { answer: 'csv' });
      expect(await answer).toBe('csv');
      const done = await until(agent, ({ resumed_at }) => resumed_at !== null);
      expect(done).toMatchObject({ delivered_to: 'workspace', answered_by: 'Ada' });
      expect(await questions(agent)).toHaveLength(1);
      const told = await asking.told(id);
      expect(told.filter((type) => type === 'agent:resumed')).toHaveLength(1);
    });

    it('takes the question back when the agent gives up', async () => {
      const { agent, kv } = await workspace();
      const givingUp = new AbortController();
      const asked = askUser(kv(), 'Anybody?', { givesUp: givingUp.signal });
      const given = expect(asked).rejects.toThrow('nobody answered');
      // A workspace is found within seconds: what was taken back before that was never asked.
      const { id } = await until(agent);
      givingUp.abort();
      await given;
      await until(agent, ({ state }) => state === 'withdrawn');
      expect((await asking.answer(id, { answer: 'late' }))[0]).toBe(409);
    });

    it('goes on through a restart of the server, with one question and one answer', async () => {
      const { agent, kv } = await workspace();
      const retrying = (work: SeedKv): SeedKv => {
        const again = async <T>(call: () => Promise<T>): Promise<T> => {
          for (;;) {
            try {
              return await call();
            } catch {
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
          }
        };
        return {
          get: (key) => again(() => work.get(key)),
          set: (key, value) => again(() => work.set(key, value)),
          delete: (key) => again(() => work.delete(key)),
          list: (prefix) => again(() => work.list(prefix)),
        };
      };
      const answer = askUser(retrying(kv()), 'Still there?');
      const { id } = await until(agent);
      const { port } = server;
      await server.kill();
      server = await start(port);
      asking = new Asking(server);
      await asking.answer(id, { answer: 'yes' });
      expect(await answer).toBe('yes');
      await until(agent, ({ resumed_at }) => resumed_at !== null);
      expect(await questions(agent)).toHaveLength(1);
    }, 30_000);

    it('gives messages to the agent, once each, and shows them as read', async () => {
      const { agent, kv } = await workspace();
      for (const text of ['first', 'second']) await server.post(`/api/v1/agents/${agent}/messages`, { text });
      const heard: string[] = [];
      while (heard.length < 2) {
        heard.push(...(await getUserMessages(kv())));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(heard.sort()).toEqual(['first', 'second']);
      for (;;) {
        const { data } = await server.json<{ data: { read_by: string | null }[] }>(`/api/v1/agents/${agent}/messages`);
        if (data.every(({ read_by }) => read_by === 'workspace')) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await getUserMessages(kv())).toEqual([]);
    });

    it('leaves half-written and nonsensical entries alone', async () => {
      const { agent, kv } = await workspace();
      if (kind === 'folder') {
        const folder = path.join(root, agent, 'outbox', 'question');
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, 'half.json'), '{"question":"Ha');
        await writeFile(path.join(folder, '..%2f..%2fetc.json'), '{}');
        await symlink('/etc', path.join(folder, 'link'));
      }
      await kv().set('outbox:question:odd', ['not', 'an', 'object'] as never);
      await kv().set('outbox:question:empty', {});
      const answer = askUser(kv(), 'A good one?');
      await asking.answer((await until(agent, (one) => JSON.stringify(one).includes('A good one?'))).id, {
        answer: 'yes',
      });
      expect(await answer).toBe('yes');
    });
  });

  it('watches one folder alone under the name it was given', async () => {
    await mkdir(`${root}-alone`);
    const answer = askUser(inFolder(`${root}-alone`), 'Alone?');
    await asking.answer((await until('alone')).id, { answer: 'no' });
    expect(await answer).toBe('no');
  });

  it('watches folders for the project that is named before them, from when there is one, and as long as there is', async () => {
    await mkdir(`${root}-shop/seller`, { recursive: true });
    await mkdir(`${root}-till`);
    const answers = [`${root}-shop/seller`, `${root}-till`].map((place) => askUser(inFolder(place), `Of ${place}?`));
    while (!/there is no project \\?"shop/.test(server.log)) await new Promise((resolve) => setTimeout(resolve, 20));
    const accounts = await TestAccounts.of(database.url);
    await accounts.project('shop');
    const inShop = async (agent: string) => {
      for (;;) {
        const at = `/api/v1/questions?project=shop&state=open&agent_id=${agent}`;
        const answer = await server.get(at);
        const { data = [] } = (await answer.json()) as { data?: WireQuestion[] };
        if (data[0]) return data[0];
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    for (const agent of ['seller', 'till']) {
      const { id } = await inShop(agent);
      expect(await questions(agent)).toEqual([]);
      await server.post(`/api/v1/questions/${id}/answer?project=shop`, { answer: `yes, ${agent}` });
    }
    expect(await Promise.all(answers)).toEqual(['yes, seller', 'yes, till']);
    await accounts.query("UPDATE projects SET archived_at = now() WHERE project = 'shop'");
    await mkdir(path.join(root, 'open-late'));
    const told = server.log.length;
    while (!server.log.slice(told).includes('nothing comes into the archived project'))
      await new Promise((resolve) => setTimeout(resolve, 50));
    const closing = new AbortController();
    const later = [`${root}-till`, path.join(root, 'open-late')].map((place) =>
      askUser(inFolder(place), 'After closing time?', { givesUp: closing.signal }).catch(() => 'nobody'),
    );
    await until('open-late');
    closing.abort();
    expect(await Promise.all(later)).toEqual(['nobody', 'nobody']);
    const { rows } = await accounts.query("SELECT question FROM questions WHERE project = 'shop'");
    expect(rows).toHaveLength(2);
    await accounts.close();
  }, 60_000);

  it('answers one question once when two servers watch the same folder', async () => {
    const other = await start();
    const folder = path.join(root, 'shared');
    await mkdir(folder);
    const answer = askUser(inFolder(folder), 'Which of us?');
    const { id } = await until('shared');
    await asking.answer(id, { answer: 'both' });
    expect(await answer).toBe('both');
    await until('shared', ({ resumed_at }) => resumed_at !== null);
    expect(await questions('shared')).toHaveLength(1);
    await other.stop();
  });

  it.each([
    ['..:..:etc:passwd', 400],
    ['a:..', 400],
    ['a:'.repeat(9), 400],
    ['x'.repeat(600), 400],
    ['a b', 400],
  ])('refuses the key %.40s', async (key, status) => {
    const response = await fetch(`${server.url}/api/v1/workspaces/w/kv/${encodeURIComponent(key)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 'field_invalid' });
  });

  it.each(['GET', 'PUT', 'DELETE'])('takes nothing for a key that leads elsewhere: %s', async (method) => {
    for (const key of ['..%3Asecret', '..%2F..%2Fsecret', 'a%3A..%3A..%3Asecret', '%2Fetc%2Fpasswd', 'a%00b', '%3A']) {
      const answer = await fetch(`${server.url}/api/v1/workspaces/w/kv/${key}`, {
        method,
        ...(method === 'PUT' && { headers: { 'content-type': 'application/json' }, body: '1' }),
      });
      expect([key, answer.status, await answer.json()]).toEqual([key, 400, expect.objectContaining({ field: 'key' })]);
    }
  });

  it('refuses values over the limit and what is no JSON, and finds no key that is not there', async () => {
    const put = (body: string) =>
      fetch(`${server.url}/api/v1/workspaces/w/kv/a`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      });
    expect((await put(JSON.stringify('x'.repeat(1_048_577)))).status).toBe(413);
    expect((await put('{')).status).toBe(400);
    expect(await (await server.get('/api/v1/workspaces/w/kv/none')).json()).toMatchObject({ code: 'key_not_found' });
  });

  it('does not let one agent read the messages of another', async () => {
    const response = await server.post('/api/v1/agents/owner/messages', { text: 'for the owner' });
    const { id } = (await response.json()) as { id: string };
    await fetch(`${server.url}/api/v1/workspaces/thief/kv/inbox:user_message:${id}`, { method: 'DELETE' });
    const { data } = await server.json<{ data: { read_at: string | null }[] }>('/api/v1/agents/owner/messages');
    expect(data).toMatchObject([{ read_at: null }]);
  });
});
