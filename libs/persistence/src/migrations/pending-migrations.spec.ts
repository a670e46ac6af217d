import { describe, expect, it } from '@jest/globals';
import { pendingMigrations } from './pending-migrations.js';

const known = ['1_first', '2_second'].map((name) => ({
  name,
  sql: '',
  checksum: `sum of ${name}`,
  isTransactional: true,
}));
const applied = (migration_name: string, change = {}) => ({
  migration_name,
  checksum: `sum of ${migration_name}`,
  finished_at: new Date(),
  logs: null,
  ...change,
});

describe('pendingMigrations', () => {
  it('is everything in a new archive and nothing in a current one', () => {
    expect(pendingMigrations(known, [])).toEqual(known);
    expect(pendingMigrations(known, [applied('1_first'), applied('2_second')])).toEqual([]);
  });

  it('is what was added since', () => {
    expect(pendingMigrations(known, [applied('1_first')])).toEqual([known[1]]);
  });

  it('refuses a migration that was edited after it was applied', () => {
    expect(() => pendingMigrations(known, [applied('1_first', { checksum: 'other' })])).toThrow(
      'migration_failed: migration 1_first was edited after it was applied',
    );
  });

  it('refuses an archive of a newer Binnacle and names the migration it does not know', () => {
    expect(() => pendingMigrations(known, [applied('3_third')])).toThrow(
      /database_too_new: .*newer Binnacle: 3_third is applied/,
    );
  });

  it('refuses to go on after one that another tool began, repeats its reason, and says what to do', () => {
    const begun = applied('1_first', { finished_at: null, logs: 'syntax error' });
    expect(() => pendingMigrations(known, [begun])).toThrow(
      /1_first was begun .*: syntax error\. Restore .*--applied 1_first/,
    );
  });

  it('is what was killed half-way, when its steps may be run again', () => {
    const inSteps = known.map((migration) => ({ ...migration, isTransactional: false }));
    const begun = applied('2_second', { finished_at: null });
    expect(pendingMigrations(inSteps, [applied('1_first'), begun])).toEqual([inSteps[1]]);
  });
});
