import path from 'node:path';
import type { WorkspaceRoot } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';

/** `./agents,scout=/srv/scout,lint=/srv/lint.db` → places, absolute. @throws BinnacleError `invalid_config` */
export function readWorkspaces(text: string | undefined, cwd: string): WorkspaceRoot[] {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    const [, agent, place = part] = /^([^=/\\]+)=(.+)$/.exec(part) ?? [];
    if (place.startsWith('=')) throw invalid(part);
    return { path: path.resolve(cwd, place), ...(agent && { agent: agent.trim() }) };
  });
}

const invalid = (part: string) =>
  new BinnacleError(
    'invalid_config',
    `BINNACLE_WORKSPACES holds ${JSON.stringify(part)}; a folder, or agent=folder, is meant`,
  );
