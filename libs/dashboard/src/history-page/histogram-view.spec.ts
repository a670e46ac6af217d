import { describe, expect, it } from '@jest/globals';
import type { Histogram } from './histogram.js';
import { histogramView } from './histogram-view.js';

const bar = (hour: number, events: number, errors = 0) => ({
  from: `2026-05-10T${hour}:00:00.000Z`,
  to: `2026-05-10T${hour + 1}:00:00.000Z`,
  events,
  errors,
});
const of = (more: Partial<Histogram>): Histogram => ({
  from: '2026-05-10T10:00:00.000Z',
  to: '2026-05-10T13:00:00.000Z',
  step: '1h',
  bars: [bar(10, 4), bar(11, 0), bar(12, 1_000, 10)],
  ...more,
});
const show = (query: string, more: Partial<Histogram> = {}) => histogramView(of(more), query).toString();

describe('the histogram of a query', () => {
  it('links each bar to its time, keeps the rest of the query, and has none for nothing', () => {
    const html = show('type:tool:* from:2026-05-10 "a b"');
    expect(html.match(/<a href="\/history/g)).toHaveLength(2);
    const query = new URLSearchParams({ query: 'type:tool:* "a b" from:2026-05-10T12:00Z to:2026-05-10T13:00Z' });
    expect(html).toContain(`/history?${query}`);
    expect(html).toContain('2026-05-10 12:00: 1,000, 10 failed');
  });

  it('shows what failed, also when it is little', () => {
    expect(show('').match(/is-failed/g)).toHaveLength(1);
  });

  it('leads back to all times only when a time is asked for', () => {
    expect(show('refused')).not.toContain('All times');
    expect(show('refused to:2026-05-11')).toContain('href="/history?query=refused">All times');
  });

  it('says so when counting took too long', () => {
    expect(show('refused', { bars: undefined })).toContain('Too many events to count');
  });

  it('escapes what was typed', () => {
    expect(show('"<script>alert(1)</script>"')).not.toContain('<script>');
  });
});
