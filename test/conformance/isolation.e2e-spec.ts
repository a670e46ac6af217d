/**
 * Nothing of another project is returned, streamed, counted, completed or changed, whoever asks and by whatever route: every route of
 * the reference is sent the ids of another project's things. A route whose id, body or query nobody has told how to fill is a failure.
 * Both ways, as what mixes two projects up may show one of them only: the older, the first by name, the one that was read last.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { TestAccounts, type TestPerson } from '../support/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { type Filled, fillProject, type ThingKind } from '../support/filled-project.js';
import { type ApiDocument, type Operation, operationsOf } from '../support/openapi.js';
import { HAS, type ListedRoute, ROUTES, SCOPES } from '../support/route-list.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

type Headers = Readonly<Record<string, string>>;
type Body = readonly [type: string, text: string];

/** What the id in an address is of. */
const IDS: readonly (readonly [RegExp, ThingKind])[] = [
  [/\/agents?\/:/, 'agent'],
  [/\/workspaces\/:/, 'agent'],
  [/\/account\/sessions\/:/, 'webSession'],
  [/\/sessions\/:/, 'session'],
  [/\/graphs\/:/, 'graph'],
  [/\/events?\/:/, 'event'],
  [/\/questions\/:/, 'question'],
  [/\/approval-rules\/:|\/inbox\/rules\/:/, 'rule'],
  [/\/dashboards\/:|\/d\/:/, 'board'],
  [/\/notification-channels\/:|\/notifications\/channels\/:/, 'channel'],
  [/\/notification-rules\/:|\/notifications\/rules\/:/, 'notificationRule'],
  [/\/push-subscriptions\/:/, 'subscription'],
  [/\/settings\/keys\/:/, 'key'],
  [/\/settings\/people\/invitations\/:/, 'invitation'],
  [/\/settings\/people\/:/, 'person'],
];
/** `:key` of a workspace. */
const ENTRY = '/kv/:key';

/** Routes with an id that is of no project, each with why. */
const OF_NO_PROJECT: Readonly<Record<string, string>> = {
  'POST /hooks/:vendor': 'the name of a client',
  'POST /invite/:token/accept': 'whoever has the link may join',
};
/** Actions are of plugins: the body names what they are about, and plugin-projects has them. */
const OF_PLUGINS = ['POST /actions/:id'];

/**
 * What is not 404. An agent, a run or a workspace is a name that may be used before anybody has seen it: what is asked of it is empty
 * or begins in one's own project. And browsers that are gone already are no mistake.
 */
const EXPECTED: Readonly<Record<string, number>> = {
  'GET /agents/:id/messages/live': 200,
  'GET /api/v1/agents/:id/events': 200,
  'GET /api/v1/agents/:id/messages': 200,
  'POST /api/v1/agents/:id/messages': 201,
  'GET /api/v1/graphs/:id/events': 200,
  'GET /api/v1/sessions/:id/events': 200,
  'DELETE /api/v1/push-subscriptions/:id': 204,
  'GET /api/v1/workspaces/:id/kv': 200,
  'PUT /api/v1/workspaces/:id/kv/:key': 204,
  'DELETE /api/v1/workspaces/:id/kv/:key': 204,
  'POST /hooks/:vendor': 200,
  'POST /invite/:token/accept': 410,
};

/** What fields and parameters of REST name, wherever they stand. */
const FIELDS: Readonly<Record<string, ThingKind>> = {
  agent_id: 'agent',
  session_id: 'session',
  graph_id: 'graph',
  node_id: 'node',
  parent_id: 'event',
  question_id: 'question',
  msg_id: 'msg',
  channel_id: 'channel',
  rule_id: 'notificationRule',
  subject_id: 'question',
  before: 'delivery',
  shown_hash: 'hash',
};
/** Parameters that name no thing. */
const PLAIN = new Set(
  'after category cursor download format from limit order prefix state step to type undelivered wait whole by action'.split(
    ' ',
  ),
);
/** Parameters of lists that are words. */
const wordsOf = ({ word }: Filled): Readonly<Record<string, string>> => ({
  query: word,
  tool: `${word}_tool`,
  model: `${word}-model`,
  actor: word,
  target: word,
});
/** What pages may be asked for besides their address. */
const PAGE_QUERIES: readonly ((z: Filled) => string)[] = [
  ({ board }) => `/events?dashboard=${board}`,
  ({ board }) => `/dashboards/new?from=${board}`,
  ({ question }) => `/inbox?question=${question}`,
  ({ msg }) => `/api/v1/questions/${msg}?wait=0`,
  ({ word }) => `/inbox/batch?tool=${word}_tool`,
  ({ word }) => `/history?query=${word}`,
  ({ event }) => `/history?event=${event}`,
  () => '/history/complete?query=agent:',
  ({ word }) => `/history/complete?query=${word[0]}`,
  ({ word }) => `/history/complete?query=tool:${word.slice(0, 3)}`,
  ({ delivery }) => `/notifications?before=${delivery}`,
  ({ word }) => `/settings/audit?target=${word}`,
  () => '/api/v1/stats?by=agent',
  () => '/api/v1/stats?by=tool',
  () => '/api/v1/stats?by=model&step=1d',
];

/** What forms send, and doors of which OpenAPI has no example that fits. */
const BODIES: Readonly<Record<string, (z: Filled, project: string) => string | URLSearchParams>> = {
  'PUT /api/v1/dashboards/:id': ({ board }) => JSON.stringify({ id: board, name: 'Mine now', panels: [] }),
  'POST /account/sessions/:id/end': () => new URLSearchParams(),
  'POST /connect/key': () => new URLSearchParams({ client: 'codex' }),
  'POST /dashboards/:id/delete': () => new URLSearchParams(),
  'POST /dashboards/:id/edit': () => new URLSearchParams({ name: 'Mine now' }),
  'POST /dashboards/:id/home': () => new URLSearchParams(),
  'POST /dashboards/home': () => new URLSearchParams(),
  'POST /dashboards/import': ({ board }) =>
    new URLSearchParams({ json: JSON.stringify({ id: board, name: 'M', panels: [] }) }),
  'POST /dashboards/new': () => new URLSearchParams({ name: 'Mine' }),
  'POST /inbox/batch': ({ hash, question }) =>
    new URLSearchParams({ decision: 'approve', question: `${hash} ${question}` }),
  'POST /inbox/name': () => new URLSearchParams({ name: 'Somebody' }),
  'POST /inbox/questions/:id/assign': () => new URLSearchParams({ to: 'me' }),
  'POST /inbox/questions/:id/claim': () => new URLSearchParams(),
  'POST /inbox/questions/:id/comment': () => new URLSearchParams({ text: 'I was here' }),
  'POST /inbox/questions/:id/release': () => new URLSearchParams(),
  'POST /inbox/rules/:id/revoke': () => new URLSearchParams(),
  'POST /invite/:token/accept': () => new URLSearchParams(),
  'POST /notifications/channels': ({ channel }) => new URLSearchParams({ id: channel, name: 'mine', kind: 'web_push' }),
  'POST /notifications/channels/:id/delete': () => new URLSearchParams(),
  'POST /notifications/channels/:id/rotate': () => new URLSearchParams(),
  'POST /notifications/channels/:id/test': () => new URLSearchParams(),
  'POST /notifications/rules': ({ channel }) => new URLSearchParams({ name: 'mine', channel, after: '0' }),
  'POST /notifications/rules/:id/delete': () => new URLSearchParams(),
  'POST /notifications/rules/:id/toggle': () => new URLSearchParams(),
  'POST /settings/keys': () => new URLSearchParams({ name: 'mine', scope: 'read' }),
  'POST /settings/keys/:id/revoke': () => new URLSearchParams(),
  'POST /settings/keys/:id/rotate': () => new URLSearchParams({ grace_hours: '1' }),
  'POST /settings/people/:id/remove': () => new URLSearchParams(),
  'POST /settings/people/:id/role': () => new URLSearchParams({ role: 'viewer' }),
  'POST /settings/people/invitations/:id/take-back': () => new URLSearchParams(),
  'POST /settings/people/invite': () => new URLSearchParams({ email: 'guest@example.com', role: 'viewer' }),
  'POST /settings/projects/choose': (_, project) => new URLSearchParams({ project }),
};
/** Streams, each of which the test of streams listens to; MCP answers in its own way. */
const STREAMS: Readonly<Record<string, string>> = {
  'GET /events': '/events',
  'GET /api/v1/events/stream': '/api/v1/events/stream?after=0',
  'GET /history/live': '/history/live?after=0',
  'GET /inbox/live': '/inbox/live',
  'GET /agents/:id/messages/live': '/agents/common-agent/messages/live',
  'GET /connect/live': '/connect/live?client=curl&after=0',
};
/** Arguments of the tools of MCP. */
const TOOL_ARGUMENTS: Readonly<Record<string, (z: Filled) => Record<string, unknown>>> = {
  wait_for_answer: ({ question }) => ({ question_id: question, wait_seconds: 0 }),
  get_messages: ({ agent, session }) => ({ agent_id: agent, session_id: session }),
  ask_human: ({ agent, session, word }) => ({
    question: `${word}?`,
    agent_id: agent,
    session_id: session,
    wait_seconds: 0,
  }),
  approval_prompt: ({ word }) => ({ tool_name: `${word}_tool`, input: { command: word } }),
  emit_event: ({ event, agent }) => ({
    type: 'user:message',
    id: event,
    parent_id: event,
    agent_id: agent,
    payload: {},
  }),
  report_progress: ({ agent, session }) => ({ message: 'half', agent_id: agent, session_id: session }),
};

/** Would end the session, start programs, or is the whole installation's. */
const LEFT_OUT = new Set(['POST /demo', 'POST /logout', 'POST /account/password', 'POST /account/sessions/end-others']);

/** Of a project and those who are in it. */
interface Side {
  readonly project: string;
  readonly things: Filled;
  readonly callers: ReadonlyMap<string, Headers>;
}
const SHOP = ['shop', 'apple'] as const;
const BANK = ['bank', 'zebra'] as const;
const EVERYBODY = Object.keys(HAS).filter((who) => who !== 'anonymous' && who !== 'outsider');
/** Who may most of each kind: what the others may not, they may not whichever project they are in. */
const STRONGEST = ['owner', 'admin', 'key admin'];
/** What both projects have under the same name. */
const COMMON = { agent: 'common-agent', session: 'common-session', graph: 'common-graph' };
const COMMON_FIELDS = { agent_id: COMMON.agent, session_id: COMMON.session, graph_id: COMMON.graph };

describe('projects', () => {
  let database: TestDatabase;
  let server: TestServer;
  let accounts: TestAccounts;
  let document: ApiDocument;
  let operations: readonly Operation[];
  const sides = new Map<string, Side>();
  /** Who asks, and about whose things. */
  let own: Side;
  let other: Side;
  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = await TestAccounts.of(database.url);
    for (const project of ['shop', 'bank']) await accounts.project(project);
    const owner = await accounts.person({ name: 'owner', isOwner: true });
    const callersOf = async (project: string): Promise<ReadonlyMap<string, Headers>> => {
      const withProject = ({ headers }: TestPerson): Headers => ({
        ...headers,
        cookie: `${headers.cookie}; binnacle_project=${project}`,
      });
      const callers = new Map([['owner', withProject(owner)]]);
      for (const role of ['viewer', 'operator', 'admin']) {
        const person = await accounts.person({ name: `${role} there`, roles: { [project]: role } });
        callers.set(role, withProject(person));
      }
      for (const scope of SCOPES) callers.set(`key ${scope}`, { 'x-binnacle-key': await accounts.key(project, scope) });
      return callers;
    };
    server = await TestServer.start({
      databaseUrl: database.url,
      env: {
        BINNACLE_RATE_READ: '0',
        BINNACLE_RATE_INGEST: '0',
        BINNACLE_RATE_LOGIN: '0',
        BINNACLE_WEBHOOK_ALLOW: '127.0.0.1',
        LOG_LEVEL: 'fatal',
      },
    });
    for (const [project, word] of [SHOP, BANK]) {
      const things = await fillProject(server, accounts, project, word);
      sides.set(project, { project, things, callers: await callersOf(project) });
      await busyDay(project, word);
    }
    face('shop', 'bank');
    document = (await (await server.get('/api/docs-json', own.callers.get('owner'))).json()) as ApiDocument;
    operations = operationsOf(document);
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await accounts?.close();
    await database?.drop();
  });

  function face(mine: string, theirs: string): void {
    own = sides.get(mine) as Side;
    other = sides.get(theirs) as Side;
  }

  const may = (who: string, { permission, name }: ListedRoute) =>
    HAS[who]?.includes(permission) && permission !== 'public' && permission !== 'owner' && !LEFT_OUT.has(name);
  const hasId = ({ path: at }: ListedRoute) => at.includes('/:');

  /** The address with ids of the other project; undefined: nobody has told how. */
  function filled({ name, path: at }: ListedRoute, things = other.things): string | undefined {
    if (name in OF_NO_PROJECT || OF_PLUGINS.includes(name)) return at.replace(/:\w+/g, 'claude-code');
    const kind = IDS.find(([pattern]) => pattern.test(at))?.[1];
    const withEntry = at.replace(ENTRY, `/kv/${things.entry}`);
    if (!hasId({ name, path: withEntry } as ListedRoute)) return withEntry;
    return kind && withEntry.replace(/:\w+/, encodeURIComponent(things[kind]));
  }

  const operationOf = ({ method, path: at }: ListedRoute) =>
    operations.find(({ key }) => key === `${method.toLowerCase()} ${at.replaceAll(/:(\w+)/g, '{$1}')}`);

  /** A body that is taken, with ids of the other project's things wherever it has any; undefined: nobody has told how. */
  function bodyOf(route: ListedRoute): Body | undefined {
    const body = BODIES[route.name]?.(other.things, other.project);
    if (body instanceof URLSearchParams) return ['application/x-www-form-urlencoded', body.toString()];
    if (body !== undefined) return ['application/json', body];
    const operation = operationOf(route);
    if (!operation) return undefined;
    if (!operation.hasBody) return ['application/json', ''];
    const example = operation.bodies.find(({ type }) => type === 'application/json') ?? operation.bodies[0];
    if (!example) return undefined;
    return [example.type, example.type === 'application/json' ? JSON.stringify(theirs(example.value)) : example.text];
  }

  function theirs(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(theirs);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => {
        const kind = FIELDS[name];
        return [name, typeof field === 'string' && kind ? other.things[kind] : theirs(field)];
      }),
    );
  }

  async function ask(method: string, at: string, headers: Headers, body?: Body) {
    const stop = new AbortController();
    const answer = await fetch(server.url + at, {
      method,
      headers: { accept: 'text/html,application/json', ...(body?.[1] && { 'content-type': body[0] }), ...headers },
      redirect: 'manual',
      signal: stop.signal,
      ...(body?.[1] && { body: body[1] }),
    });
    const type = answer.headers.get('content-type') ?? '';
    const isStream = type.includes('event-stream') && answer.headers.get('content-length') === null;
    const text = isStream ? '' : await answer.text();
    stop.abort();
    return { status: answer.status, text, isStream };
  }

  /** What an answer has of the other project besides what it was asked for. */
  function leaked(text: string, asked: string): string[] {
    const ids = Object.values(other.things).filter((id) => id.length > 3);
    const echoed = [...ids, ...Object.values(wordsOf(other.things))].filter((word) =>
      asked.includes(encodeURIComponent(word)),
    );
    const rest = echoed.sort((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, '…'), text);
    return ids.filter((word) => rest.includes(word));
  }

  /** Sums follow a moment after the events. */
  async function folded(): Promise<void> {
    for (;;) {
      const { rows } = await accounts.query(
        `SELECT bool_and(folded_seq >= (SELECT max(seq) FROM events e WHERE e.project = p.project)) AS done
         FROM projects p WHERE project IN ('shop', 'bank')`,
      );
      if (rows[0]?.done === true) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Everything of the other project, as it is kept. What the server itself notes for all projects is left out. */
  async function kept(): Promise<Record<string, string>> {
    // An answer that nobody fetched is noted by the server's own clock a minute later.
    await accounts.query(
      'UPDATE questions SET undelivered_since = now() WHERE closed_at IS NOT NULL AND delivered_at IS NULL AND undelivered_since IS NULL',
    );
    await folded();
    const { rows } = await accounts.query(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN pg_class p ON p.relname = c.table_name
       WHERE c.table_schema = 'public' AND c.column_name = 'project' AND NOT p.relispartition AND p.relkind IN ('r', 'p')
         AND c.table_name <> 'notification_cursors'`,
    );
    const state: Record<string, string> = {};
    for (const { name } of rows) {
      const found = await accounts.query(
        `SELECT (to_jsonb(t) - 'folded_seq')::text AS row FROM "${name}" t WHERE project = $1 ORDER BY 1`,
        [other.project],
      );
      state[name] = found.rows.map(({ row }) => row).join('\n');
    }
    const of = [other.things.person];
    state.users = JSON.stringify((await accounts.query('SELECT * FROM users WHERE id = $1', of)).rows);
    state.sessions = JSON.stringify((await accounts.query('SELECT id FROM sessions WHERE user_id = $1', of)).rows);
    return state;
  }

  it('have a way to be asked for another one’s things by every route', () => {
    const asked = ROUTES.filter((route) => may('owner', route));
    expect(asked.length).toBeGreaterThan(130);
    expect(asked.filter((route) => filled(route) === undefined)).toEqual([]);
    const changing = asked.filter(
      ({ method, name, path: at }) => method !== 'GET' && at !== '/mcp' && !OF_PLUGINS.includes(name),
    );
    expect(changing.filter((route) => bodyOf(route) === undefined).map(({ name }) => name)).toEqual([]);
    const known = new Set(ROUTES.map(({ name }) => name));
    const told = [OF_NO_PROJECT, EXPECTED, BODIES, STREAMS].flatMap((table) => Object.keys(table));
    expect([...told, ...OF_PLUGINS, ...LEFT_OUT].filter((name) => !known.has(name))).toEqual([]);
  });

  let days = 0;
  /** With names that the other project has too. */
  async function busyDay(project: string, word: string): Promise<void> {
    const day = `${word}-day-${++days}`;
    const key = { 'x-binnacle-key': await accounts.key(project, 'admin') };
    const of = COMMON_FIELDS;
    const post = (at: string, body: unknown) => server.post(at, body, key);
    const failed = { type: 'tool:failed', ...of, payload: { tool_name: 'common_tool', text: `${word} failed` } };
    await post('/api/v1/events', [...Array.from({ length: 30 }, () => failed), { ...failed, agent_id: day }]);
    const used = { model: 'common-model', input_tokens: 9 };
    await post('/api/v1/events', { type: 'model:response', ...of, payload: used });
    for (let n = 0; n < 5; n++) await post('/api/v1/questions', { question: `${day} ${n}?`, ...of });
    await post(`/api/v1/agents/${COMMON.agent}/messages`, { text: `${word} message` });
    await post('/api/v1/dashboards', { name: day, panels: [] });
    await post('/api/v1/notification-channels', { id: day, name: day, kind: 'web_push' });
    await post(`/api/v1/notification-channels/${day}/test`, {});
    await folded();
  }

  const changing = (who: string) =>
    ROUTES.filter(
      ({ method, name, path: at }) => method !== 'GET' && at !== '/mcp' && !OF_PLUGINS.includes(name),
    ).filter((one) => may(who, one));
  async function change(who: string, routes: readonly ListedRoute[]): Promise<unknown[]> {
    const wrong: unknown[] = [];
    const { word } = other.things;
    const words = new RegExp(`${word} (?:text|says|comment|message|board|value|channel|rule|browser|key|person)`);
    for (const route of routes) {
      const { status, text } = await ask(route.method, filled(route) ?? '', own.callers.get(who) ?? {}, bodyOf(route));
      const isRefused = route.permission === 'signed-in' && who.startsWith('key ') && [401, 403].includes(status);
      if (status >= 500) wrong.push([route.name, status, text]);
      if (hasId(route) && !isRefused && status !== (EXPECTED[route.name] ?? 404))
        wrong.push([route.name, status, text]);
      if (words.test(text)) wrong.push([route.name, text]);
    }
    return wrong;
  }

  describe.each([
    { mine: 'shop', theirs: 'bank', who: EVERYBODY, readers: [...STRONGEST, 'viewer', 'operator', 'key read'] },
    { mine: 'bank', theirs: 'shop', who: STRONGEST, readers: STRONGEST },
  ])('of those in $mine about those in $theirs', ({ mine, theirs, who, readers }) => {
    beforeAll(() => face(mine, theirs));

    it.each(who)(
      'give %s nothing of another project, at any address and for any id',
      async (caller) => {
        const headers = own.callers.get(caller) ?? {};
        const before = await kept();
        const wrong: unknown[] = [];
        const streams: string[] = [];
        for (const route of ROUTES.filter(({ method }) => method === 'GET').filter((one) => may(caller, one))) {
          const at = filled(route) ?? '';
          const { status, text, isStream } = await ask('GET', at, headers);
          if (isStream) streams.push(route.name);
          if (hasId(route) && status !== (EXPECTED[route.name] ?? 404)) wrong.push([route.name, status]);
          if (status >= 500) wrong.push([route.name, status]);
          const names = leaked(text, at);
          // An owner chooses among all projects; nobody else hears of one they are not in.
          if (caller !== 'owner' && new RegExp(`\\b${other.project}\\b`).test(text)) names.push(other.project);
          if (names.length > 0) wrong.push([route.name, names]);
        }
        expect(wrong).toEqual([]);
        if (caller === 'owner') expect(streams.sort()).toEqual(Object.keys(STREAMS).sort());
        expect(await kept()).toEqual(before);
      },
      60_000,
    );

    it.each(readers)(
      'find %s nothing of another project by any parameter',
      async (caller) => {
        const headers = own.callers.get(caller) ?? {};
        const wrong: unknown[] = [];
        const unknown = new Set<string>();
        const asked = PAGE_QUERIES.map((query) => query(other.things));
        for (const route of ROUTES.filter(({ method }) => method === 'GET').filter((one) => may(caller, one))) {
          for (const { name, in: place } of operationOf(route)?.parameters ?? []) {
            if (place !== 'query' || PLAIN.has(name)) continue;
            const kind = FIELDS[name];
            const value = kind ? other.things[kind] : wordsOf(other.things)[name];
            if (value === undefined) unknown.add(`${route.name} ${name}`);
            else asked.push(`${filled(route, own.things)}?${name}=${encodeURIComponent(value)}`);
          }
        }
        const { word } = other.things;
        const askedFor = new RegExp(`query=${word}|\\?\\w+=[^"&]*${word}[^"&]*`, 'g');
        for (const at of asked) {
          for (const accept of ['text/html,application/json', 'application/x-ndjson']) {
            const { status, text } = await ask('GET', at, { ...headers, accept });
            // What this test asked for stands in the project's own log of exports.
            const names = leaked(text.replaceAll(askedFor, ''), at);
            if (status >= 500 || names.length > 0) wrong.push([at, accept, status, names]);
          }
        }
        expect([...unknown]).toEqual([]);
        expect(wrong).toEqual([]);
        expect(asked.length).toBeGreaterThan(30);
      },
      60_000,
    );

    it('are told nothing by what happens in another one: sums, counts, lists and completion stay as they were', async () => {
      const headers = own.callers.get('owner') ?? {};
      const lists = ROUTES.filter((route) => route.method === 'GET' && may('owner', route) && !(route.name in STREAMS));
      const seen = async (routes: readonly ListedRoute[]) => {
        const texts = new Map<string, string>();
        for (const route of routes) {
          const { text } = await ask('GET', filled(route, { ...own.things, ...COMMON }) ?? '', headers);
          // A place in the one order of all commits, where a stream goes on; and ids that are new with every answer.
          texts.set(route.name, text.replaceAll(/\d{12,}/g, 'seq').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id'));
        }
        return texts;
      };
      let differing = lists;
      let told: unknown[] = [];
      // Time alone changes a page too, but not each time that the other project has a day like this.
      for (let day = 0; day < 5 && differing.length > 0; day++) {
        const before = await seen(differing);
        await busyDay(other.project, other.things.word);
        const after = await seen(differing);
        differing = differing.filter(({ name }) => before.get(name) !== after.get(name));
        told = differing.map(({ name }) => [name, ...firstDifference(before.get(name), after.get(name))]);
      }
      // Rows of the editor have new ids each time.
      expect(told.filter((one) => !String(one).match(/^GET \/dashboards\/(?:new|:id\/edit),/))).toEqual([]);
      const before = await seen(lists);
      await busyDay(own.project, own.things.word);
      const changed = await seen(lists);
      expect(lists.filter(({ name }) => changed.get(name) !== before.get(name)).length).toBeGreaterThan(25);
    }, 60_000);

    it('stream what happens in them to those in them, and nothing of another one', async () => {
      const headers = own.callers.get('owner') ?? {};
      const streams = await Promise.all(
        [
          ...Object.values(STREAMS),
          `/agents/${other.things.agent}/messages/live`,
          `/events?project=${own.project}`,
        ].map((at) => SseClient.open(server.url + at, headers)),
      );
      streams.push(await SseClient.open(`${server.url}/api/v1/events/stream`, { ...headers, 'last-event-id': '0' }));
      const send = async (project: string, word: string) => {
        const key = { 'x-binnacle-key': await accounts.key(project, 'admin') };
        const event = { agent_id: `${word}-agent`, session_id: `${word}-live` };
        await server.post('/api/v1/events', { type: 'user:message', ...event, payload: { text: `${word} live` } }, key);
        await server.post('/api/v1/questions', { question: `${word} live?`, ...event }, key);
        for (const agent of [COMMON.agent, other.things.agent])
          await server.post(`/api/v1/agents/${agent}/messages`, { text: `${word} live` }, key);
      };
      await send(other.project, other.things.word);
      await send(own.project, own.things.word);
      // Commits are in order: who has the later one was passed by the earlier one.
      const textOf = (stream: SseClient) => stream.messages.map(({ data }) => data).join('\n');
      const told = new RegExp(`${own.things.word} live|${own.things.word}-(?:agent|live)`);
      const isTold = (stream: SseClient) => told.test(textOf(stream));
      const foreign = new RegExp(`${other.things.word} (?:live|text|message|says)`);
      const silent = () => streams.filter((stream) => !isTold(stream));
      while (silent().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      const shown = streams.filter((stream) => foreign.test(textOf(stream)));
      for (const stream of streams) stream.close();
      expect(shown.map(textOf)).toEqual([]);
    }, 60_000);

    it('let the tools of MCP find and take nothing of another one', async () => {
      const before = await kept();
      const fetching = { requestInit: { headers: own.callers.get('key admin') ?? {} } };
      const client = new Client({ name: 'test-agent', version: '1' });
      await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp?agent=mcp`), fetching));
      try {
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(TOOL_ARGUMENTS).sort());
        const results = new Map<string, string>();
        for (const [name, give] of Object.entries(TOOL_ARGUMENTS)) {
          const stop = AbortSignal.timeout(name === 'approval_prompt' ? 500 : 10_000);
          const call = client.callTool({ name, arguments: give(other.things) }, { signal: stop });
          results.set(name, JSON.stringify(await call.catch((error: Error) => error.message)));
        }
        expect(results.get('wait_for_answer')).toContain('question_not_found');
        expect(results.get('get_messages')).toContain('"messages":[');
        expect([...results.values()].join()).not.toMatch(
          new RegExp(`${other.things.word} (?:message|live|text|says|comment)`),
        );
      } finally {
        await client.close();
      }
      expect(await kept()).toEqual(before);
    }, 60_000);

    it.each(who)(
      'let %s change nothing of another one by its ids',
      async (caller) => {
        const before = await kept();
        expect(await change(caller, changing(caller).filter(hasId))).toEqual([]);
        expect(await kept()).toEqual(before);
      },
      60_000,
    );

    // Last: what is made here has the ids of the other project's things.
    it.each(who)(
      'let %s change nothing of another one by what else they send',
      async (caller) => {
        const before = await kept();
        expect(
          await change(
            caller,
            changing(caller).filter((route) => !hasId(route)),
          ),
        ).toEqual([]);
        expect(await kept()).toEqual(before);
      },
      60_000,
    );
  });

  it('refuse what is made of another one’s things, each in its own words', async () => {
    face('shop', 'bank');
    const headers = own.callers.get('admin') ?? {};
    const json = (body: unknown): Body => ['application/json', JSON.stringify(body)];
    const rule = json({ name: 'mine', steps: [{ channel_id: other.things.channel, after_seconds: 0 }] });
    for (const [method, at] of [
      ['POST', '/api/v1/notification-rules'],
      ['PUT', '/api/v1/notification-rules/apple-rule'],
    ] as const)
      expect(JSON.parse((await ask(method, at, headers, rule)).text)).toMatchObject({
        status: 404,
        code: 'channel_not_found',
      });
    const answers = json({ answers: [{ question_id: other.things.question, decision: 'approve' }] });
    expect(JSON.parse((await ask('POST', '/api/v1/questions/answers', headers, answers)).text)).toMatchObject({
      results: [{ code: 'question_not_found' }],
    });
    const same = json({ id: other.things.event, type: 'user:message' });
    const key = { 'x-binnacle-key': await accounts.key('shop', 'ingest') };
    const again = { id: 'zebra-event-2', type: 'user:message' };
    await ask('POST', '/api/v1/events', { 'x-binnacle-key': await accounts.key('bank', 'ingest') }, json(again));
    // The same id in another project is another event, and not a repeat that would tell of it.
    expect(JSON.parse((await ask('POST', '/api/v1/events', key, json(again))).text)).toMatchObject({
      accepted: 1,
      duplicates: 0,
    });
    expect((await ask('POST', '/api/v1/events', key, same)).status).toBe(200);
  });

  it('give a person in two of them in each what they are there', async () => {
    face('shop', 'bank');
    const both = await accounts.person({ name: 'both', roles: { shop: 'admin', bank: 'viewer' } });
    const wrong: unknown[] = [];
    for (const route of ROUTES.filter(
      (one) => may('owner', one) && one.permission !== 'signed-in' && one.path !== '/mcp',
    )) {
      const at = `${filled(route)?.replaceAll('zebra', 'nobody')}?project=bank`;
      const body = route.method === 'GET' || OF_PLUGINS.includes(route.name) ? undefined : bodyOf(route);
      const { status } = await ask(route.method, at, both.headers, body);
      if ((status === 403) === (HAS.viewer?.includes(route.permission) ?? false)) wrong.push([route.name, status]);
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

/** Of two texts, with what is around it. */
function firstDifference(one = '', other = ''): string[] {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return [one, other].map((text) => text.slice(Math.max(0, at - 60), at + 60));
}
