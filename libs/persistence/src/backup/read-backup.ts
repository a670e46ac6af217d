import { existsSync } from 'node:fs';
import { BinnacleError } from '@binnacle/events';
import { BackupContents } from './backup-contents.js';
import type { PostgresTools } from './postgres-tools.js';
import { runTool } from './run-tool.js';

/**
 * The contents of a backup file, and the first of the tools that can read it: one older than what wrote it can't.
 *
 * @throws BinnacleError `backup_invalid`
 */
export async function readBackup(
  file: string,
  candidates: readonly PostgresTools[],
): Promise<{ tools: PostgresTools; contents: BackupContents }> {
  if (!existsSync(file)) throw new BinnacleError('backup_invalid', `there is no file ${file}`, { file });
  let failure: unknown;
  for (const tools of candidates) {
    try {
      const options = { env: process.env, code: 'backup_invalid' } as const;
      const contents = new BackupContents(await runTool(tools.restore, ['--list', file], options));
      const missing = contents.missing('events', 'event_ids', 'archive_head', 'questions');
      if (missing.length === 0) return { tools, contents };
      throw new BinnacleError('backup_invalid', `${file} has no table ${missing.join(', ')}`, { file });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
