import type { AcceptService } from '@binnacle/ingest';
import type { PostgresEventArchive } from '@binnacle/persistence';
import { Gauge, Histogram } from 'prom-client';
import type { Metrics } from './metrics.js';

const COMMIT_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What comes in, what became of it, and how long it takes until it is safe. */
export function ingestMetrics(metrics: Metrics, acceptance: AcceptService, archive: PostgresEventArchive): void {
  const batches = metrics.counter('ingest_batches_total', 'Calls that brought events, by door', ['door']);
  const events = metrics.counter('ingest_events_total', 'Events by door and what became of them', ['door', 'outcome']);
  const refused = metrics.counter('ingest_refused_total', 'Calls of which nothing was taken', ['door', 'reason']);
  acceptance.reports$.subscribe(({ door, outcome, refused: reason }) => {
    batches.inc({ door });
    if (reason) refused.inc({ door, reason });
    if (!outcome) return;
    const counts = { ...outcome, rejected: outcome.rejected.length };
    for (const name of ['accepted', 'duplicates', 'rejected', 'filtered'] as const)
      if (counts[name] > 0) events.inc({ door, outcome: name }, counts[name]);
  });

  const commits = new Histogram({
    name: 'binnacle_commit_duration_seconds',
    help: 'From taking a group of calls out of the queue to its commit, retries included',
    buckets: COMMIT_BUCKETS_S,
    registers: [metrics.registry],
  });
  const calls = metrics.counter('commit_calls_total', 'Calls that were settled by commits');
  archive.settled$.subscribe(({ ms, calls: settled }) => {
    commits.observe(ms / 1_000);
    calls.inc(settled);
  });

  const waiting = ['ingest_queue_events', 'Events that wait for their commit, or are in it'] as const;
  metrics.read(Gauge, waiting, [], () => [[{}, archive.waiting]]);
  const stalled = ['ingest_queue_stalled_seconds', 'How long events have waited while none was committed'] as const;
  metrics.read(Gauge, stalled, [], () => [[{}, archive.stalledMs / 1_000]]);
}
