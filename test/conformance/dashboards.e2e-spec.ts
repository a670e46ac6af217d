/** Saved dashboards over REST, on the production server. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';
import { SseClient } from '../support/sse-client.js';

interface Saved {
  readonly id: string;
  readonly name: string;
  readonly panels: readonly unknown[];
  readonly home: boolean;
  readonly revision: number;
}

const BASE = '/api/v1/dashboards';
const slots = [
  { panel: 'failures', title: 'Wrong', size: 'half', filters: { type: 'tool:*' } },
  { panel: 'event-log' },
] as const;
/** What breaks pages, SQL, headers or encodings that take text for anything else. */
const HOSTILE = [
  '<script>alert(1)</script>',
  `'; DROP TABLE dashboards; --`,
  '"\\\r\nSet-Cookie: a=b',
  '#{process.exit()} {{7*7}} %00 %s',
  '\u202E\u2028\uFEFF 😀 e\u0301 \u0007',
  '__proto__',
];

describe('dashboards', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
  });
  afterEach(async () => {
    for (const { id } of await list()) await send('DELETE', `/${id}`);
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const list = async () => (await server.json<{ data: Saved[] }>(BASE)).data;
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${BASE}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const save = async (draft: object) => {
    const response = await send('POST', '', { name: 'Operations', panels: slots, ...draft });
    expect(response.status).toBe(201);
    return (await response.json()) as Saved;
  };
  /** Status and code of a refusal, and what else it says. */
  const refusal = async (response: Response) => {
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as { code: string; detail: string; revision?: number; limit?: number };
    return { ...problem, status: response.status };
  };

  it('are saved at an address that is told, and read there with their revision as ETag', async () => {
    const response = await send('POST', '', { id: 'ops', name: 'Operations', panels: slots });
    expect([response.status, response.headers.get('location'), response.headers.get('etag')]).toEqual([
      201,
      `${BASE}/ops`,
      '"1"',
    ]);
    const saved = (await response.json()) as Saved;
    expect(saved).toMatchObject({ id: 'ops', name: 'Operations', panels: slots, home: false, revision: 1 });
    const read = await send('GET', '/ops');
    expect(read.headers.get('etag')).toBe('"1"');
    expect(await read.json()).toEqual(saved);
    expect(await list()).toEqual([saved]);
  });

  it('get an id from their name, numbered when it is taken', async () => {
    const ids = [];
    for (const name of ['Ops', 'ops!', 'Projector', 'home', '監視']) ids.push((await save({ name })).id);
    expect(ids).toEqual(['ops', 'ops-2', 'projector-2', 'home-2', 'dashboard']);
    expect((await list()).map(({ name }) => name)).toEqual(['home', 'ops!', 'Ops', 'Projector', '監視'].sort(byName));
  });

  it('are the same after export, delete and import', async () => {
    const saved = await save({ id: 'ops' });
    await send('PUT', '/ops', { name: 'Renamed', panels: [...slots].reverse() });
    await send('PUT', '/ops/home');
    const response = await server.get(`${BASE}/ops?download=1`);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ops.dashboard.json"');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const exported = await response.text();
    expect(JSON.parse(exported)).toMatchObject({ home: true, revision: 2 });
    expect((await send('DELETE', '/ops')).status).toBe(204);
    expect((await send('GET', '/ops')).status).toBe(404);
    const imported = (await (await send('POST', '', exported)).json()) as Saved;
    expect(imported).toMatchObject({ id: saved.id, name: 'Renamed', panels: [slots[1], slots[0]] });
    expect(imported).toMatchObject({ home: false, revision: 1 });
    expect((await refusal(await send('POST', '', exported))).code).toBe('dashboard_exists');
  });

  it.each(HOSTILE)('keep %j as it is, wherever a text may stand', async (text) => {
    const panels = [{ panel: 'not-loaded', title: text, options: { text }, filters: { type: text } }];
    const saved = await save({ name: text, panels });
    expect(saved).toMatchObject({ name: text, panels });
    const read = await server.get(`${BASE}/${saved.id}?download=1`);
    expect(await read.json()).toEqual(saved);
    expect(read.headers.get('set-cookie')).toBeNull();
  });

  it('are changed by who has read the last revision, by body or by If-Match', async () => {
    await save({ id: 'ops' });
    const change = (more: object, headers?: Record<string, string>) =>
      send('PUT', '/ops', { name: 'Changed', panels: [], ...more }, headers);
    expect((await change({ revision: 1 })).headers.get('etag')).toBe('"2"');
    const late = await refusal(await change({ revision: 1 }));
    expect(late).toMatchObject({ status: 409, code: 'dashboard_conflict', revision: 2 });
    for (const tag of ['"1"', 'W/"1"', '"nonsense"', '2', '']) {
      const answer = await refusal(await change({}, { 'if-match': tag }));
      expect([tag, answer.status, answer.code]).toEqual([tag, 409, 'dashboard_conflict']);
    }
    expect((await change({}, { 'if-match': '"2"' })).status).toBe(200);
    expect((await change({ revision: 3 }, { 'if-match': 'W/"3"' })).status).toBe(200);
    expect((await change({}, { 'if-match': '*' })).status).toBe(200);
    expect((await change({})).headers.get('etag')).toBe('"6"');
    expect(await refusal(await change({ revision: 5 }, { 'if-match': '"6"' }))).toMatchObject({ status: 400 });
    expect(await refusal(await change({ id: 'other' }))).toMatchObject({ status: 400, code: 'invalid_dashboard' });
  });

  it('are changed once when twenty change the same revision', async () => {
    await save({ id: 'ops' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send('PUT', '/ops', { name: `by ${n}`, panels: [], revision: 1 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)]);
    expect((await list())[0]?.revision).toBe(2);
  });

  it('have one home, or the built-in one', async () => {
    await save({ id: 'a' });
    await save({ id: 'b' });
    for (const id of ['a', 'b']) expect((await send('PUT', `/${id}/home`)).status).toBe(204);
    expect((await list()).map(({ id, home, revision }) => [id, home, revision])).toEqual([
      ['a', false, 1],
      ['b', true, 1],
    ]);
    for (let twice = 0; twice < 2; twice++) expect((await send('DELETE', '/home')).status).toBe(204);
    expect((await list()).some(({ home }) => home)).toBe(false);
  });

  it('say which is not there', async () => {
    const body = { name: 'x', panels: [] };
    for (const id of ['none', 'Ops', 'default', '%00', 'x'.repeat(90), '..%2F..%2Fetc']) {
      const answers = [
        await send('GET', `/${id}`),
        await send('PUT', `/${id}`, body),
        await send('DELETE', `/${id}`),
        await send('PUT', `/${id}/home`),
      ];
      for (const answer of answers)
        expect(await refusal(answer)).toMatchObject({ status: 404, code: 'dashboard_not_found' });
    }
  });

  it('refuse an id that is taken or reserved', async () => {
    await save({ id: 'ops' });
    for (const id of ['ops', 'default', 'projector', 'mobile', 'new', 'home']) {
      const refused = await refusal(await send('POST', '', { id, name: 'x', panels: [] }));
      expect([id, refused.status, refused.code]).toEqual([id, 409, 'dashboard_exists']);
    }
  });

  it('refuse the 201st, and take one again when one is gone', async () => {
    for (let n = 0; n < 200; n += 20)
      await Promise.all(Array.from({ length: 20 }, (_, k) => save({ id: `d${n + k}`, panels: [] })));
    const refused = await refusal(await send('POST', '', { name: 'x', panels: [] }));
    expect(refused).toMatchObject({ status: 409, code: 'too_many_dashboards', limit: 200 });
    await send('DELETE', '/d7');
    await save({ id: 'again' });
  });

  it.each([
    ['no JSON', '{', 400, 'invalid_json', /not valid JSON/],
    ['nothing', '', 400, 'invalid_json', /./],
    ['a list', [], 400, 'invalid_dashboard', /must be a JSON object/],
    [
      'a wrong size',
      { name: 'x', panels: [{ panel: 'a', size: 'huge' }] },
      400,
      'invalid_dashboard',
      /`panels\[0\].size`/,
    ],
    ['41 panels', { name: 'x', panels: Array(41).fill(slots[1]) }, 400, 'invalid_dashboard', /at most 40/],
    ['an unknown member', { name: 'x', panels: [], owner: 1 }, 400, 'invalid_dashboard', /`owner`/],
    ['a NUL', { name: 'a\0', panels: [] }, 400, 'unstorable_text', /name/],
    ['more than 256 KiB', { name: 'x'.repeat(262_144), panels: [] }, 413, 'body_too_large', /the limit is 262144/],
    ['more than a MiB', { name: 'x'.repeat(1_100_000), panels: [] }, 413, 'body_too_large', /./],
  ])('refuse %s in POST and PUT alike, and change nothing', async (_what, body, status, code, detail) => {
    const saved = await save({ id: 'ops' });
    for (const [method, path] of [
      ['POST', ''],
      ['PUT', '/ops'],
    ] as const) {
      const refused = await refusal(await send(method, path, body));
      expect(refused).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
    }
    expect(await list()).toEqual([saved]);
  });

  it.each([
    ['an option that is none', { panel: 'event-log', options: { colour: 'red' } }, /panels\[0\].*`colour` is unknown/],
    ['an option past its limit', { panel: 'event-log', options: { rows: 5_000 } }, /whole number from 10 to 1000/],
    ['a filter that is none', { panel: 'event-log', filters: { mood: 'good' } }, /no view filter `mood`/],
    ['a filter it can not read', { panel: 'event-log', filters: { type: 'Agent' } }, /no event pattern/],
  ])('refuse %s', async (_what, slot, detail) => {
    const refused = await refusal(await send('POST', '', { name: 'x', panels: [slot] }));
    expect(refused).toMatchObject({ status: 400, code: 'invalid_dashboard', detail: expect.stringMatching(detail) });
  });

  it('are shown live, each panel with its own options and filters, also the same one twice', async () => {
    const { id } = await save({
      panels: [
        { panel: 'event-log', title: 'Agents only', filters: { type: 'agent:*' } },
        { panel: 'event-log', title: 'Tools only', filters: { type: 'tool:*' }, options: { rows: 10 } },
        { panel: 'not-loaded' },
      ],
    });
    await server.send([
      { type: 'agent:started', agent_id: 'ada', payload: { task: 'count' } },
      ...Array.from({ length: 15 }, (_, n) => ({ type: 'tool:called', payload: { tool_name: `tool-${n}` } })),
    ]);
    const page = await (await server.get(`/d/${id}`)).text();
    const [, agents = '', tools = '', gone = ''] = page.split('<section ');
    expect(agents).toMatch(/id="p-event-log"[\s\S]*Agents only[\s\S]*agent:started/);
    expect(agents).not.toContain('tool:called');
    expect(tools).toMatch(/id="p-event-log_2"[\s\S]*Tools only[\s\S]*tool-14/);
    expect(tools.match(/<li /g)).toHaveLength(10);
    expect(gone).toContain('There is no panel not-loaded');
    const [, url = ''] = /@get\(&#39;([^&]+(?:&amp;[^&]+)*)&#39;/.exec(page) ?? [];
    const stream = await SseClient.open(`${server.url}${url.replaceAll('&amp;', '&')}`);
    await server.send({ type: 'tool:called', payload: { tool_name: 'the-newest' } });
    await stream.until((messages) => messages.some(({ data }) => data.includes('the-newest')));
    const patch = stream.messages.find(({ data }) => data.includes('the-newest'))?.data ?? '';
    expect(patch).toContain('selector #p-event-log_2-rows');
    // A change is on every screen at once.
    await send('PUT', `/${id}`, { name: 'Changed', panels: [{ panel: 'failures' }] });
    await stream.until((messages) => /id="panels"><section id="p-failures"/.test(messages.at(-1)?.data ?? ''));
    await send('DELETE', `/${id}`);
    await stream.until(() => stream.ended);
  });

  it('are what the address without a path shows, once one is home', async () => {
    const { id } = await save({ name: 'Our home', panels: [{ panel: 'failures' }] });
    await send('PUT', `/${id}/home`);
    const page = await (await server.get('/')).text();
    expect(page).toContain('Our home · Binnacle');
    expect(page).not.toContain('id="p-event-log"');
    expect(await (await server.get('/d/default')).text()).toContain('id="p-event-log"');
  });

  it.each(['/projector', '/mobile'])('are built in at %s, with all panels there', async (path) => {
    const response = await server.get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain('can’t be shown');
  });

  it('refuse another type, encoding and origin', async () => {
    const draft = { name: 'x', panels: [] };
    const refused = async (headers: Record<string, string>) =>
      (await refusal(await send('POST', '', draft, headers))).code;
    expect(await refused({ 'content-type': 'text/plain' })).toBe('unsupported_media_type');
    expect(await refused({ 'content-encoding': 'br' })).toBe('unsupported_encoding');
    expect(await refused({ 'content-encoding': 'gzip' })).toBe('invalid_gzip');
    expect(await refused({ origin: 'https://evil.example' })).toBe('cross_origin');
    const bytes = await server.post(BASE, new Uint8Array([0x7b, 0xff, 0x7d]));
    expect((await refusal(bytes)).code).toBe('invalid_utf8');
  });
});

const byName = new Intl.Collator('en', { numeric: true }).compare;
