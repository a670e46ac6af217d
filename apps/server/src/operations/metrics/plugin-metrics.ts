import type { PartHealth, PluginHealth } from '@binnacle/registry';
import { Counter, Gauge } from 'prom-client';
import type { Metrics } from './metrics.js';

/** What the parts of plugins cost and how they fail: `panel:<id>`, `filter:<id>`, `notifier:<id>` … */
export function pluginMetrics(metrics: Metrics, health: PluginHealth): void {
  const read = (kind: typeof Gauge | typeof Counter, name: string, help: string, value: (part: PartHealth) => number) =>
    metrics.read(kind, [name, help], ['part'], () =>
      [...health.all].map(([part, one]) => [{ part }, value(one)] as const),
    );
  read(Counter, 'plugin_failures_total', 'What a part threw, and what took too long', ({ failures }) => failures);
  read(Counter, 'plugin_events_total', 'Events a part was given, or calls of it', ({ events }) => events.calls);
  read(Counter, 'plugin_event_seconds_total', 'Time a part took for events', ({ events }) => events.totalMs / 1_000);
  read(Counter, 'plugin_views_total', 'Views a panel painted', ({ views }) => views.calls);
  read(Counter, 'plugin_view_seconds_total', 'Time a panel took to paint', ({ views }) => views.totalMs / 1_000);
  read(Gauge, 'plugin_off', '1 = the part was switched off because it harmed others', ({ off }) => (off ? 1 : 0));

  const notices = ['notifications_total', 'Tries to send a notice, by notifier and result'] as const;
  metrics.read(Counter, notices, ['notifier', 'outcome'], () =>
    [...health.all]
      .filter(([part]) => part.startsWith('notifier:'))
      .flatMap(([part, { events, failures }]) => {
        const notifier = part.slice('notifier:'.length);
        return [
          [{ notifier, outcome: 'sent' }, Math.max(0, events.calls - failures)],
          [{ notifier, outcome: 'failed' }, failures],
        ] as const;
      }),
  );
}
