import { existsSync } from 'node:fs';
import { type DatabaseReport, inspectDatabase, runningEmbedded } from '@binnacle/persistence';
import { messageOf } from '@binnacle/registry';
import type { Config } from '../config.js';
import { redact } from '../operations/redact.js';
import { type Finding, fail, ok, skip, warn } from './finding.js';

/** Postgres 15. */
const OLDEST = 150_000;
const CLOCK_WARN_MS = 2_000;
const CLOCK_FAIL_MS = 60_000;
const SLOW_MS = 200;
const FULL_SHARE = 0.9;

/** Whether it can be reached, which version it is, whether its schema and its clock fit. Starts nothing. */
export async function checkDatabase({ databaseUrl, dataDir, maxDiskBytes }: Config): Promise<Finding[]> {
  const url = databaseUrl ?? runningEmbedded(dataDir);
  if (!url) {
    const what = existsSync(dataDir) ? 'the embedded Postgres is not running' : 'there is none yet';
    return [skip('database', `${what}: it comes up with the server in ${dataDir}`)];
  }
  let report: DatabaseReport;
  try {
    report = await inspectDatabase(url);
  } catch (error) {
    return [fail('database', redact(`${placeOf(url)}: ${messageOf(error)}`))];
  }
  return [database(url, report), migrations(report), clock(report), ...budget(report, maxDiskBytes)];
}

/** Host, port and name: no user, no password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host || 'local socket'}${pathname}`;
}

function database(url: string, { version, answeredMs, mayCreate }: DatabaseReport): Finding {
  const what = `Postgres ${Math.floor(version / 10_000)}.${version % 10_000} at ${placeOf(url)}, answered in ${answeredMs} ms`;
  if (version < OLDEST) return fail('database', `${what}; 15 or newer is needed`);
  if (!mayCreate) return fail('database', `${what}; its user may not make tables: GRANT CREATE, or own the database`);
  return answeredMs > SLOW_MS ? warn('database', `${what}: each commit waits for that`) : ok('database', what);
}

function migrations({ applied, pending, fault }: DatabaseReport): Finding {
  if (fault) return fail('migrations', fault);
  if (applied === 0) return ok('migrations', 'an empty database: the start makes its tables');
  if (pending.length === 0) return ok('migrations', `all ${applied} are applied`);
  return warn('migrations', `${pending.length} are applied at the next start, back up before: ${pending.join(', ')}`);
}

function clock({ clockAheadMs, answeredMs }: DatabaseReport): Finding {
  const apart = Math.max(0, Math.abs(clockAheadMs) - answeredMs / 2);
  const what = `the database’s is ${Math.abs(clockAheadMs)} ms ${clockAheadMs < 0 ? 'behind' : 'ahead'}`;
  if (apart > CLOCK_FAIL_MS) return fail('clock', `${what}: sessions and deadlines go wrong; set both by NTP`);
  return apart > CLOCK_WARN_MS ? warn('clock', `${what}: set both by NTP`) : ok('clock', what);
}

function budget({ bytes }: DatabaseReport, maxDiskBytes: number | undefined): Finding[] {
  if (!maxDiskBytes) return [];
  const what = `${Math.round((bytes / maxDiskBytes) * 100)} % of BINNACLE_MAX_DISK is used`;
  return [
    bytes > maxDiskBytes * FULL_SHARE ? warn('budget', `${what}: the oldest days are dropped`) : ok('budget', what),
  ];
}
