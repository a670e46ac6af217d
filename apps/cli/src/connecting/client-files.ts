import path from 'node:path';
import type { ConfigurationFile, HookClient } from '@binnacle/connect';
import type { Machine } from './machine.js';

/** `local` is a project's, for this person alone; only Claude Code has it. */
export const SCOPES = ['user', 'project', 'local'] as const;
export type Scope = (typeof SCOPES)[number];

/** Where a client keeps a file; undefined when it has none of that kind in that scope. */
export function clientFile(
  client: HookClient,
  file: ConfigurationFile,
  scope: Scope,
  machine: Machine,
): string | undefined {
  const folder = clientFolder(client, scope, machine);
  switch (client) {
    case 'claude-code':
      if (file === 'settings') return path.join(folder, scope === 'local' ? 'settings.local.json' : 'settings.json');
      if (file !== 'mcp' || scope === 'local') return undefined;
      return scope === 'project' ? path.join(machine.cwd, '.mcp.json') : claudeState(machine);
    case 'codex':
      if (scope === 'local') return undefined;
      if (file === 'hooks') return path.join(folder, 'hooks.json');
      return file === 'config' ? path.join(folder, 'config.toml') : undefined;
    case 'gemini':
      return scope !== 'local' && file === 'settings' ? path.join(folder, 'settings.json') : undefined;
  }
}

/** The folder by whose presence one sees that the client was used. */
export function clientFolder(client: HookClient, scope: Scope, { home, cwd, env }: Machine): string {
  const name = { 'claude-code': '.claude', codex: '.codex', gemini: '.gemini' }[client];
  if (scope !== 'user') return path.join(cwd, name);
  const own = { 'claude-code': env.CLAUDE_CONFIG_DIR, codex: env.CODEX_HOME, gemini: undefined }[client];
  return own || path.join(home, name);
}

/** Next to the folder, unless that was moved. */
const claudeState = ({ home, env }: Machine): string => path.join(env.CLAUDE_CONFIG_DIR || home, '.claude.json');

/** Ours: what was added where, backups, keys. */
export const ownFolder = ({ home, env }: Machine): string =>
  path.join(env.XDG_CONFIG_HOME || path.join(home, '.config'), 'binnacle');
