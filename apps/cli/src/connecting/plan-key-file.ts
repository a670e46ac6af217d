import { bearer } from '@binnacle/connect';
import type { Target } from './plan-connection.js';
import type { PlannedChange } from './planned-change.js';
import { readText } from './text-file.js';

/** The header that `curl` reads: in a file of its own, since arguments can be read by everybody on the machine. */
export async function planKeyFile({ client, scope, project, url, file }: Target, key: string): Promise<PlannedChange> {
  const before = await readText(file);
  const after = `Authorization: ${bearer(key)}\n`;
  const receipt = { file, client, scope, project, url, format: 'whole', added: [] } as const;
  return { file, before, after, original: undefined, receipt, notes: [], secret: true };
}
