/** Every metric that the guide names exists, and the guide names every metric of ours. */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EventBus } from '@binnacle/bus';
import { QuestionCensus } from '@binnacle/coordinator';
import { LiveHub } from '@binnacle/dashboard';
import { AcceptService } from '@binnacle/ingest';
import { DatabaseState, PostgresEventArchive, StorageKeeper } from '@binnacle/persistence';
import { PluginHealth } from '@binnacle/registry';
import { describe, expect, it } from '@jest/globals';
import { EMPTY } from 'rxjs';
import { parseAllDocuments } from 'yaml';
import { databaseMetrics } from '../../apps/server/src/operations/metrics/database-metrics.js';
import { ingestMetrics } from '../../apps/server/src/operations/metrics/ingest-metrics.js';
import { liveMetrics } from '../../apps/server/src/operations/metrics/live-metrics.js';
import { Metrics } from '../../apps/server/src/operations/metrics/metrics.js';
import { pluginMetrics } from '../../apps/server/src/operations/metrics/plugin-metrics.js';
import { questionMetrics } from '../../apps/server/src/operations/metrics/question-metrics.js';

const guide = readFileSync(path.resolve(import.meta.dirname, '../../docs/guides/monitoring.md'), 'utf8');

/** Only their names are asked for: nothing is read. */
function names(): string[] {
  const metrics = new Metrics();
  const stands = <T>(value: object): T => value as T;
  ingestMetrics(metrics, stands<AcceptService>({ reports$: EMPTY }), stands<PostgresEventArchive>({ settled$: EMPTY }));
  liveMetrics(metrics, stands<EventBus>({}), stands<LiveHub>({}));
  pluginMetrics(metrics, stands<PluginHealth>({}));
  questionMetrics(metrics, stands<QuestionCensus>({}));
  databaseMetrics(metrics, stands<DatabaseState>({}), stands<StorageKeeper>({}));
  return metrics.registry.getMetricsAsArray().map(({ name }) => name);
}

describe('the guide to monitoring', () => {
  it('names only metrics that exist, also in its rules', () => {
    const known = new Set(names());
    const named = [...guide.matchAll(/\b(?:binnacle|nodejs|process)_[a-z0-9_]+[a-z0-9]\b/g)].map(([name]) =>
      name.replace(/_(bucket|count|sum)$/, ''),
    );
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('explains every metric of ours', () => {
    const rows = [...guide.matchAll(/^\| `(binnacle_[a-z_]+)` +\|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(
      names()
        .filter((name) => name.startsWith('binnacle_'))
        .sort(),
    );
  });

  it('has rules and a scrape that are YAML, each rule with an expression', () => {
    const [scrape, rules] = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) =>
      parseAllDocuments(text ?? '')[0]?.toJS(),
    );
    expect(scrape.scrape_configs[0].job_name).toBe('binnacle');
    for (const rule of rules.groups[0].rules)
      expect(rule).toMatchObject({ alert: expect.any(String), expr: expect.any(String) });
  });
});
