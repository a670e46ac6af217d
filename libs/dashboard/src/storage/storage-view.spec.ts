import { type StorageReport, type StoredDay } from '@binnacle/persistence';
import { describe, expect, it } from '@jest/globals';
import { byteSize } from './byte-size.js';
import { storageView } from './storage-view.js';

const stored = (day: number, more: Partial<StoredDay> = {}): StoredDay => ({
  project: 'default',
  day,
  table: `t${day}`,
  bytes: 1_500_000,
  rows: 1_200,
  detaching: false,
  ...more,
});
const report = (more: Partial<StorageReport>): StorageReport => ({
  days: [],
  databaseBytes: 12_000_000,
  maxBytes: undefined,
  isFull: false,
  retentionDays: undefined,
  ownRetention: new Map(),
  next: [],
  ...more,
});
const show = (more: Partial<StorageReport>) => storageView(report(more)).toString();

describe('byteSize', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [812_345, '812 kB'],
    [999_600, '1.0 MB'],
    [1_440_000_000, '1.4 GB'],
    [25e15, '25 PB'],
  ])('%d is %s', (bytes, text) => {
    expect(byteSize(bytes)).toBe(text);
  });
});

describe('the storage page', () => {
  it('says what will come while there is nothing', () => {
    expect(show({})).toContain('Nothing stored yet');
    expect(show({ days: [stored(20_000, { rows: 0 })] })).toContain('Nothing stored yet');
  });

  it('lists the newest day first, draws one bar a day over all projects, and escapes project names', () => {
    const html = show({ days: [stored(20_000), stored(20_001), stored(20_001, { project: '<b>' })] });
    expect(html.match(/<tr><td>[\d-]+/g)).toEqual(['<tr><td>2024-10-05', '<tr><td>2024-10-05', '<tr><td>2024-10-04']);
    expect(html.match(/<rect/g)).toHaveLength(2);
    expect(html).toContain('2024-10-05: 3.0 MB');
    expect(html).not.toContain('<b>');
  });

  it('says how full the budget is, and what goes next and why', () => {
    const oldest = stored(20_000);
    const html = show({
      days: [oldest, stored(20_001)],
      maxBytes: 24_000_000,
      retentionDays: 30,
      ownRetention: new Map([['lab', 7]]),
      next: [{ stored: oldest, reason: 'retention' }],
    });
    expect(html).toContain('50 % of 24 MB');
    expect(html).toContain('30 days, lab: 7 days');
    expect(html).toContain('2024-10-04 of default (1.5 MB, past its retention)');
    expect(html).toContain('is-going');
  });

  it('stays small over years of days', () => {
    const days = Array.from({ length: 2_000 }, (_, index) => stored(18_000 + index));
    const html = show({ days });
    expect(html.match(/<tr><td>/g)).toHaveLength(200);
    expect(html.match(/<rect/g)).toHaveLength(60);
    expect(html).toContain('and 1800 older days');
  });
});
