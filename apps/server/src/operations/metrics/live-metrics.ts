import type { EventBus } from '@binnacle/bus';
import type { LiveHub } from '@binnacle/dashboard';
import { Counter, Gauge } from 'prom-client';
import type { Metrics } from './metrics.js';

/** What goes out live: to subscribers in the process, and to browsers. */
export function liveMetrics(metrics: Metrics, bus: EventBus, hub: LiveHub): void {
  const lag = [
    'bus_waiting_events',
    'Events that wait for a subscriber of the bus; of several of one name the most',
  ] as const;
  metrics.read(Gauge, lag, ['subscriber'], () => {
    const most = new Map<string, number>();
    for (const { name, waiting } of bus.subscribers) most.set(name, Math.max(most.get(name) ?? 0, waiting));
    return [...most].map(([subscriber, waiting]) => [{ subscriber }, waiting] as const);
  });
  const subscribers = ['bus_subscribers', 'Subscribers of the bus; each raw event stream is one'] as const;
  metrics.read(Gauge, subscribers, ['subscriber'], () => {
    const counts = new Map<string, number>();
    for (const { name } of bus.subscribers) counts.set(name, (counts.get(name) ?? 0) + 1);
    return [...counts].map(([subscriber, count]) => [{ subscriber }, count] as const);
  });
  metrics.read(Gauge, ['viewers', 'Dashboard streams that are open'], [], () => [[{}, hub.viewerCount]]);
  metrics.read(Gauge, ['viewers_stale', 'Viewers that read slower than frames come'], [], () => [[{}, hub.staleCount]]);
  metrics.read(Gauge, ['views', 'Different selections that are live'], [], () => [[{}, hub.viewCount]]);
  metrics.read(Counter, ['frames_total', 'Frames sent to viewers'], [], () => [[{}, hub.sent.frames]]);
  metrics.read(Counter, ['frame_bytes_total', 'Bytes of frames sent to viewers'], [], () => [[{}, hub.sent.bytes]]);
}
