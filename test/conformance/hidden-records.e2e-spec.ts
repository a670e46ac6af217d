/** What no mapping understands is kept and out of the way: no page shows it, a query that names its type does. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const HIDDEN = 'flush-of-the-cache';
const QUIET = 'beat-of-the-heart';
const SHOWN = 'look-at-the-map';

describe('a span that no mapping understands', () => {
  let database: TestDatabase;
  let server: TestServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({ databaseUrl: database.url });
    // From now on the live view is fed by what comes, not by what is archived.
    await server.get('/');
    const span = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: '00000000000000b1',
      name: HIDDEN,
      startTimeUnixNano: '1795419140540000000',
      endTimeUnixNano: '1795419141540000000',
    };
    const sent = await server.post('/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    expect(sent.status).toBe(200);
    // Hidden by its type alone: its payload does not say so.
    await server.send({ id: 'hook', type: 'raw:hook', agent_id: 'ada', payload: { hook: QUIET } });
    // Behind them: a page that shows this one has seen the others as well.
    await server.send({ id: 'map', type: 'tool:called', agent_id: 'ada', payload: { tool_name: SHOWN } });
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const page = async (url: string) => (await server.get(url)).text();
  const history = (query: string) => page(`/history?query=${encodeURIComponent(query)}`);

  it('is not on the History page, nor found by its words', async () => {
    const all = await page('/history');
    expect(all).toContain(SHOWN);
    expect(all).not.toContain(HIDDEN);
    expect(all).not.toContain(QUIET);
    // Its type is among what the query may be completed by: so one gets to it.
    expect(await history(HIDDEN)).toContain('<option value="type:otel:span">');
    expect((await history(HIDDEN)).replace('<option value="type:otel:span">', '')).not.toContain('otel:span');
  });

  it('is not in the live view', async () => {
    for (const deadline = Date.now() + 20_000; !(await page('/')).includes(SHOWN) && Date.now() < deadline; ) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const live = await page('/');
    expect(live).toContain(SHOWN);
    expect(live).not.toContain(HIDDEN);
    expect(live).not.toContain(QUIET);
    expect(live).not.toContain('otel:span');
  });

  it('is shown, whole, to who asks for its type', async () => {
    expect(await history('type:otel:span')).toContain(HIDDEN);
    expect(await history('type:otel:*')).toContain(HIDDEN);
    expect(await history('type:raw:hook')).toContain(QUIET);
    const { data } = await server.json<{ data: { type: string; payload: object }[] }>('/api/v1/events?type=otel:span');
    expect(data).toMatchObject([{ type: 'otel:span', payload: { name: HIDDEN, hidden: true } }]);
  });
});
