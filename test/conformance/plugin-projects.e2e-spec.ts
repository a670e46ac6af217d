/** Parts of a plugin that names no project, with two projects of the same names: each sees and changes what it is about, and no more. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestAccounts } from '../support/accounts.js';
import { CaptureServer, jsonOf } from '../support/capture-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

const PROJECTS = ['default', 'shop', 'bank'] as const;
type Project = (typeof PROJECTS)[number];

describe('a plugin that names no project', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  let clerk: CaptureServer;
  const keys = new Map<string, Record<string, string>>();
  const questions = new Map<string, string>();
  let owner: Readonly<Record<string, string>>;
  beforeAll(async () => {
    database = await createTestDatabase();
    clerk = await CaptureServer.start();
    accounts = await TestAccounts.of(database.url);
    owner = (await accounts.person({ name: 'Olga', isOwner: true })).headers;
    for (const project of PROJECTS) {
      await accounts.project(project);
      keys.set(project, { 'x-binnacle-key': await accounts.key(project, 'admin') });
    }
    server = await TestServer.start({
      databaseUrl: database.url,
      cwd: path.resolve(import.meta.dirname, '../fixtures/kinds'),
      env: { BINNACLE_PLUGINS: './ledger.ts', BINNACLE_CLERK_URL: `${clerk.url}/clerk`, LOG_LEVEL: 'fatal' },
    });
    for (const project of PROJECTS) {
      const of = { agent_id: 'scout', session_id: 'run' };
      const event = {
        id: 'same',
        type: 'tool:called',
        ...of,
        payload: { tool_name: 'look', text: `event of ${project}` },
      };
      await server.post('/api/v1/events', event, as(project));
      const asked = await server.post(
        '/api/v1/questions',
        { question: `${project}?`, msg_id: 'same', ...of },
        as(project),
      );
      questions.set(project, ((await asked.json()) as { id: string }).id);
    }
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await clerk?.close();
    await database?.drop();
  });

  const as = (project: string) => keys.get(project) ?? {};
  const text = async (at: string, headers: Readonly<Record<string, string>>) => (await server.get(at, headers)).text();
  /** Which projects' events and questions are in a text. */
  const seenIn = (found: string) => ({
    events: PROJECTS.filter((project) => found.includes(`event of ${project}`)),
    questions: PROJECTS.filter((project) => found.includes(`${project}?`)),
  });
  const only = (project: Project) => ({ events: [project], questions: [project] });
  const stateOf = async (project: string) => {
    const { rows } = await accounts.query('SELECT state, answered_by FROM questions WHERE project = $1', [project]);
    return rows[0] as { state: string; answered_by: string | null };
  };

  it.each(PROJECTS)('sees in its controllers what the key of %s is for', async (project) => {
    expect(seenIn(await text('/plugins/ledger/seen', as(project)))).toEqual(only(project));
    expect(JSON.parse(await text('/plugins/ledger/one/same', as(project)))).toEqual({
      event: { tool_name: 'look', text: `event of ${project}` },
      question: `${project}?`,
    });
  });

  it('sees what a person chose to look at, with each request', async () => {
    for (const project of [...PROJECTS, 'shop', 'default'] as const)
      expect(seenIn(await text(`/plugins/ledger/seen?project=${project}`, owner))).toEqual(only(project));
    const many = Array.from({ length: 60 }, (_, n) => PROJECTS[n % 3] ?? 'default');
    const found = await Promise.all(many.map((project) => text('/plugins/ledger/seen', as(project))));
    expect(found.map(seenIn)).toEqual(many.map(only));
  });

  it.each(PROJECTS)('shows in a tab and by an action the project of %s whose page it is', async (project) => {
    expect(seenIn(await text('/sessions/run?tab=ledger', as(project)))).toEqual(only(project));
    const pressed = await server.post('/actions/books', 'target=run', {
      ...as(project),
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(seenIn(await pressed.text())).toEqual(only(project));
  });

  it('paints panels for the project that is looked at, live too, whoever’s event it was that woke them', async () => {
    const streams = await Promise.all(
      PROJECTS.map((project) => SseClient.open(`${server.url}/events?project=${project}`, owner)),
    );
    for (const project of PROJECTS)
      expect(await text(`/?project=${project}`, owner)).toContain(`messages of ${project}`);
    for (let n = 1; n <= 3; n++)
      for (const project of PROJECTS)
        await server.post('/api/v1/events', { type: 'user:message', payload: {} }, as(project));
    await Promise.all(
      streams.map((stream) => stream.until((messages) => messages.some(({ data }) => data.includes('3 messages of')))),
    );
    const shown = streams.map((stream) => {
      const all = stream.messages.map(({ data }) => data).join();
      return [...new Set([...all.matchAll(/\d messages of (\w+)/g)].map(([, project]) => project))];
    });
    for (const stream of streams) stream.close();
    expect(shown).toEqual(PROJECTS.map((project) => [project]));
  }, 30_000);

  it('sees as a notifier what the event is of, also where events of several are committed together', async () => {
    const before = clerk.of('/clerk').length;
    const told = () => clerk.of('/clerk').slice(before);
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        server.post('/api/v1/events', { type: 'user:message', payload: {} }, as(PROJECTS[n % 3] ?? 'default')),
      ),
    );
    while (told().length < 12) await new Promise((resolve) => setTimeout(resolve, 20));
    const notices = told().map((request) => jsonOf<{ project: Project; seen: string }>(request));
    expect(notices.map(({ seen }) => seenIn(seen))).toEqual(notices.map(({ project }) => only(project)));
    expect(new Set(notices.map(({ project }) => project)).size).toBe(3);
  }, 30_000);

  it('is refused outside of all that, by a code that says what to do', async () => {
    expect(JSON.parse(await text('/plugins/ledger/start', as('shop')))).toEqual({
      newest: 'project_unnamed',
      find: 'project_unnamed',
      list: 'project_unnamed',
      answer: 'project_unnamed',
      named: 'read',
    });
  });

  it('answers nothing of another project: by its controller, and by an action', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const theirs = questions.get('bank') ?? '';
    expect((await server.post(`/plugins/ledger/answer/${theirs}`, {}, as('shop'))).status).toBe(404);
    expect((await server.post('/actions/settle', `target=${theirs}`, { ...as('shop'), ...form })).status).toBe(404);
    expect((await server.get(`/plugins/ledger/one/${theirs}`, as('shop'))).status).toBe(404);
    expect((await server.post('/actions/books', 'target=nobody', { ...as('shop'), ...form })).status).toBe(404);
    expect(await stateOf('bank')).toMatchObject({ state: 'open' });
    const own = await server.post('/plugins/ledger/answer/same', {}, as('shop'));
    expect([own.status, await own.json()]).toEqual([201, { question: 'shop?' }]);
    const settled = await server.post('/actions/settle', `target=${questions.get('bank')}`, { ...as('bank'), ...form });
    expect(await settled.text()).toContain('Settled bank?');
    expect(await Promise.all(PROJECTS.map(stateOf))).toEqual([
      { state: 'open', answered_by: null },
      { state: 'answered', answered_by: 'the ledger' },
      { state: 'answered', answered_by: 'the ledger' },
    ]);
  });
});
