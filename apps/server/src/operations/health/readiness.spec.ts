import { DatabaseState, EventArchive } from '@binnacle/persistence';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { ReadinessService } from './readiness.js';

const appWith = async (head: () => Promise<bigint>) => {
  const module = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false, errorLogStyle: 'json' })],
    providers: [
      ReadinessService,
      { provide: EventArchive, useValue: { head } },
      { provide: DatabaseState, useValue: { assertCurrent: async () => {} } },
    ],
  }).compile();
  return await module.init();
};

describe('readiness', () => {
  it('tells the newest event when every part is up', async () => {
    const app = await appWith(async () => 7n);
    expect(await app.get(ReadinessService).check()).toMatchObject({
      ready: true,
      lastSeq: 7n,
      checks: { database: { status: 'up' }, process: { status: 'up' } },
    });
    await app.close();
  });

  it('names the stop that began while the other parts were looked at', async () => {
    let stopped: Promise<void> | undefined;
    const app = await appWith(async () => {
      stopped = app.close();
      await stopped;
      return 7n;
    });
    expect(await app.get(ReadinessService).check()).toMatchObject({
      ready: false,
      checks: {
        database: { status: 'up' },
        process: { status: 'down', message: 'the server is stopping' },
      },
    });
  });
});
