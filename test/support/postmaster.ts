import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Pid of the Postgres whose cluster lies somewhere in (or is linked from) a data folder. */
export async function findPostmasterPid(dataDir: string): Promise<number> {
  for (const name of await readdir(dataDir, { recursive: true })) {
    if (path.basename(name) !== 'postmaster.pid') continue;
    const [pid = ''] = (await readFile(path.join(dataDir, name), 'utf8')).split('\n');
    return Number(pid);
  }
  throw new Error(`no postmaster.pid in ${dataDir}`);
}
