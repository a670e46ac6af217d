import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.js';
import { type Finding, fail, ok, skip, warn } from './finding.js';

const LOW_BYTES = 5e9;
const NONE_BYTES = 500e6;
const LOW_SHARE = 0.1;

/** Room where the embedded database is. A database elsewhere has its own watch. */
export function checkDisk({ databaseUrl, dataDir }: Config): Finding {
  if (databaseUrl) return skip('disk', 'is where the database is');
  let folder = dataDir;
  while (!existsSync(folder)) folder = path.dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return fail('disk', `${folder} can’t be written to by this user`);
  }
  const { bavail, blocks, bsize } = statfsSync(folder);
  const [free, share] = [bavail * bsize, blocks > 0 ? bavail / blocks : 1];
  const what = `${(free / 1e9).toFixed(1)} GB (${Math.round(share * 100)} %) free at ${folder}`;
  if (free < NONE_BYTES) return fail('disk', `${what}: Postgres stops when it is full`);
  const advice = 'set BINNACLE_MAX_DISK or BINNACLE_RETENTION_DAYS';
  return free < LOW_BYTES && share < LOW_SHARE ? warn('disk', `${what}: ${advice}`) : ok('disk', what);
}
