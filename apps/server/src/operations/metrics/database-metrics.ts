import type { DatabaseState, StorageKeeper } from '@binnacle/persistence';
import { Gauge } from 'prom-client';
import { cached } from './cached.js';
import type { Metrics } from './metrics.js';

/** Postgres looks at every file of the database for its size. */
const SIZE_CACHE_MS = 60_000;

export function databaseMetrics(metrics: Metrics, database: DatabaseState, storage: StorageKeeper): void {
  const connections = ['database_connections', 'Connections of this server, by pool'] as const;
  metrics.read(Gauge, connections, ['pool', 'state'], () =>
    database.pools.flatMap(({ name, busy, idle }) => [
      [{ pool: name, state: 'busy' }, busy] as const,
      [{ pool: name, state: 'idle' }, idle] as const,
    ]),
  );
  const waiting = ['database_waiting', 'Queries that wait for a connection, by pool'] as const;
  metrics.read(Gauge, waiting, ['pool'], () =>
    database.pools.map((pool) => [{ pool: pool.name }, pool.waiting] as const),
  );
  const bytes = cached(() => database.bytes(), SIZE_CACHE_MS);
  metrics.read(Gauge, ['database_bytes', 'Size of the database on disk'], [], async () => [[{}, await bytes()]]);
  const up = ['database_up', '1 = the database answered just now'] as const;
  metrics.read(Gauge, up, [], async () => [
    [
      {},
      await database.assertCurrent().then(
        () => 1,
        () => 0,
      ),
    ],
  ]);
  const full = ['archive_full', '1 = events are refused: the disk budget is used up by today alone'] as const;
  metrics.read(Gauge, full, [], () => [[{}, storage.isFull ? 1 : 0]]);
}
