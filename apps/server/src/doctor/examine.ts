import { checkAddress } from './check-address.js';
import { checkDatabase } from './check-database.js';
import { checkDisk } from './check-disk.js';
import { checkEnvironment, checkNode } from './check-environment.js';
import { checkReach } from './check-reach.js';
import type { Finding } from './finding.js';

/** Everything that can be looked at without starting the server, in the order in which one thing needs the other. */
export async function examine(env: Readonly<Record<string, string | undefined>>, cwd: string): Promise<Finding[]> {
  const { findings, config } = checkEnvironment(env, cwd);
  const first = [checkNode(), ...findings];
  if (!config) return first;
  const [database, reach] = await Promise.all([checkDatabase(config), checkReach(config)]);
  return [...first, ...database, checkDisk(config), ...checkAddress(config), ...reach];
}
