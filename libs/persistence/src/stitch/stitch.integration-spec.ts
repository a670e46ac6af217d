import { type BinnacleEvent, parsePatterns } from '@binnacle/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestArchive, type TestArchive } from '../../../../test/support/archive.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { draftOf } from '../testing/index.js';
import { stitch } from './stitch.js';

describe('stitch over the archive', () => {
  let database: TestDatabase;
  let open: TestArchive;
  beforeAll(async () => {
    database = await createTestDatabase();
    open = await openTestArchive(database.url);
  });
  afterAll(async () => {
    await open.close();
    await database.drop();
  });

  it.each([
    ['fast', 0, 2_000],
    ['slow', 3, 20],
  ])('gives a %s consumer each event once while others write', async (name, pauseMs, bound) => {
    const query = { project: 'default', patterns: parsePatterns([`tool:${name}`]) };
    const live$ = open.archive.committed$;
    const write = async (from: number, to: number) => {
      for (let index = from; index < to; index += 2) {
        await open.archive.append([draftOf(`tool:${name}`, { id: `${name}-${index}` }), draftOf('tool:other')]);
        await open.archive.append([draftOf(`tool:${name}`, { id: `${name}-${index + 1}` })]);
      }
    };
    await write(0, 700);
    const writing = write(700, 1_200);
    const stop = new AbortController();
    const seen: BinnacleEvent[] = [];
    for await (const events of stitch({ archive: open.archive, live$, query, after: 0n, bound, signal: stop.signal })) {
      seen.push(...events);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (seen.length >= 1_200) stop.abort();
    }
    await writing;
    expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 1_200 }, (_, index) => `${name}-${index}`));
  });
});
