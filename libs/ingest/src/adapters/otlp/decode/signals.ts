import type { Signal } from './frame.js';

export const SIGNALS = {
  traces: { name: 'traces', item: 'span', lists: ['resourceSpans', 'scopeSpans', 'spans'] },
  logs: { name: 'logs', item: 'log record', lists: ['resourceLogs', 'scopeLogs', 'logRecords'] },
  metrics: { name: 'metrics', item: 'metric', lists: ['resourceMetrics', 'scopeMetrics', 'metrics'] },
} as const satisfies Record<string, Signal>;
