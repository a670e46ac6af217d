import path from 'node:path';
import type { WorkspaceRoot } from '@binnacle/coordinator';
import { BinnacleError, DEFAULT_PROJECT } from '@binnacle/events';

/** `agent=`, `project/agent=` or `project/=`. A project as its page takes it: so `./a=b` stays a folder. */
const NAMED = /^(?:(?<project>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)\/)?(?<agent>[^=/\\]*)=(?<place>.*)$/;

/** `./agents,scout=/srv/scout,shop/=/srv/shop,shop/lint=/srv/lint.db` → places, absolute, each in its project. @throws BinnacleError `invalid_config` */
export function readWorkspaces(text: string | undefined, cwd: string): WorkspaceRoot[] {
  const parts = (text ?? '').split(',').map((part) => part.trim());
  return parts.filter(Boolean).map((part) => {
    const { project, agent = '', place = part } = NAMED.exec(part)?.groups ?? {};
    const isNameless = place !== part && project === undefined && agent === '';
    if (place === '' || isNameless) throw invalid(part);
    return {
      project: project ?? DEFAULT_PROJECT,
      path: path.resolve(cwd, place),
      ...(agent && { agent: agent.trim() }),
    };
  });
}

const invalid = (part: string) =>
  new BinnacleError(
    'invalid_config',
    `BINNACLE_WORKSPACES holds ${JSON.stringify(part)}; a folder, agent=folder, project/=folder or project/agent=folder is meant`,
  );
