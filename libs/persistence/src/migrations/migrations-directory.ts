import { existsSync } from 'node:fs';
import path from 'node:path';
import { LifecycleError } from '@binnacle/events';

/**
 * `prisma/migrations` of this package: the nearest one above this file, so it is found from `dist/` and from the sources.
 *
 * @throws LifecycleError `migration_failed`
 */
export function migrationsDirectory(from = import.meta.dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'prisma', 'migrations');
    if (existsSync(candidate)) return candidate;
    if (folder === path.dirname(folder)) {
      throw new LifecycleError('migration_failed', `no prisma/migrations in or above ${from}`);
    }
  }
}
