import { describe, expect, it } from '@jest/globals';
import { BackupContents } from './backup-contents.js';

const LISTING = `;
; Archive created at 2026-11-23 21:20:14 UTC
;     dbname: a
;     TOC Entries: 100
;     Dumped from database version: 15.18 (Debian 15.18-0+deb12u1)
;
6; 2615 16395 SCHEMA - binnacle_days me
4; 2615 2200 SCHEMA - public pg_database_owner
2; 3079 16500 EXTENSION - pg_trgm
3400; 0 0 COMMENT - EXTENSION pg_trgm
216; 1259 16403 TABLE public events me
224; 1259 16472 TABLE binnacle_days p1_20261123 me
3474; 0 16472 TABLE DATA binnacle_days p1_20261123 me
3283; 1259 16480 INDEX binnacle_days p1_20261123_agent_id_seq_idx me
3284; 1259 16481 INDEX binnacle_days p1_20261123_payload_idx me
3285; 1259 16482 INDEX binnacle_days p1_20261123_text_idx me
`;

describe('BackupContents', () => {
  const contents = new BackupContents(LISTING);

  it('knows when it was made and of what', () => {
    expect(contents.createdAt).toBe('2026-11-23 21:20:14 UTC');
    expect(contents.serverVersion).toBe('15.18 (Debian 15.18-0+deb12u1)');
    expect(new BackupContents('').createdAt).toBeUndefined();
  });

  it('misses tables, and does not take their data for them', () => {
    expect(contents.missing('events', 'questions')).toEqual(['questions']);
    expect(new BackupContents('1; 0 2 TABLE DATA public events me').missing('events')).toEqual(['events']);
  });

  it('leaves out what a role may not make, and the indexes that need it', () => {
    const left = LISTING.split('\n').filter((line) => !contents.toRestore.includes(line));
    expect(left.map((line) => line.split(' ').slice(3).join(' '))).toEqual([
      'SCHEMA - public pg_database_owner',
      'EXTENSION - pg_trgm',
      'COMMENT - EXTENSION pg_trgm',
      'INDEX binnacle_days p1_20261123_text_idx me',
    ]);
  });

  it('counts the locks of a single transaction', () => {
    expect(contents.locks).toBe(10 + 2 * 2);
  });
});
