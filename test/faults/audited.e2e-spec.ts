/** What is done and what is written down about it: there is no moment between the two in which a server may end. */
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the audit log', () => {
  let database: TestDatabase;
  let server: TestServer;
  let client: pg.Client;
  beforeEach(async () => {
    database = await createTestDatabase();
    server = await TestServer.start({
      databaseUrl: database.url,
      cwd: path.resolve(import.meta.dirname, '../fixtures/kinds'),
      env: { BINNACLE_PLUGINS: './fatal.ts,./runs.ts' },
    });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await server.send({ id: 'first', type: 'agent:started', agent_id: 'cy', session_id: 'run-1' });
  }, 60_000);
  afterEach(async () => {
    await client?.end();
    await server?.stop();
    await database?.drop();
  });

  const entries = async () =>
    (await client.query<{ what: string; target: string }>('SELECT what, target FROM audit_log ORDER BY id')).rows;
  const run = (action: string) => server.post(`/actions/${action}`, 'target=run-1', FORM);
  /** As when the database has no room for one more entry of this kind. */
  const refuse = async (what: string) => {
    await client.query(`
      CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
      CREATE TRIGGER refuse_entry BEFORE INSERT ON audit_log FOR EACH ROW WHEN (NEW.what = '${what}')
        EXECUTE FUNCTION refuse_entry()`);
  };

  it('has an action that the server was killed in', async () => {
    await expect(run('fatal')).rejects.toThrow();
    expect(await entries()).toEqual([{ what: 'action.run', target: 'action:fatal' }]);
  });

  it('keeps an action from being run that it can’t write down', async () => {
    await refuse('action.run');
    expect((await run('fatal')).status).toBe(500);
    expect((await server.get('/healthz')).status).toBe(200);
    await client.query('DROP TRIGGER refuse_entry ON audit_log');
    // The first that is run: the one before was not.
    expect(await (await run('again')).text()).toContain('as number 1');
  });

  it('takes nothing over that it can’t write down, and writes down nothing that was not taken over', async () => {
    const imported = [{ id: 'old', type: 'agent:started' }];
    await refuse('events.imported');
    expect((await server.post('/api/v1/events/import', imported)).status).toBe(500);
    expect((await server.get('/api/v1/events/old')).status).toBe(404);
    await client.query('DROP TRIGGER refuse_entry ON audit_log');
    expect(await (await server.post('/api/v1/events/import', imported)).json()).toMatchObject({ accepted: 1 });
    // One transaction: who is killed in it leaves neither.
    const { rows } = await client.query(
      `SELECT (SELECT xmin::text FROM audit_log WHERE what = 'events.imported') = (SELECT xmin::text FROM events WHERE id = 'old') AS one`,
    );
    expect(rows).toEqual([{ one: true }]);
    await server.post('/api/v1/events/import', [{ id: 'bad' }]);
    expect((await entries()).map(({ what }) => what)).toEqual(['events.imported']);
  });
});
