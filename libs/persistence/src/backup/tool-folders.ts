/** Where pg_dump and pg_restore may be. Folders only; postgres-tools.ts looks what is in them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** `*` stands for anything within one name. */
const USUAL: readonly string[] = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/libpq/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/libpq/bin',
  '/usr/local/opt/postgresql*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  '/Library/PostgreSQL/*/bin',
  '/usr/local/pgsql/bin',
];

/** Those on the PATH first, then the usual places. */
export function toolFolders(env: NodeJS.ProcessEnv = process.env, usual = usualPlaces(env)): string[] {
  const onPath = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter(Boolean);
  return [...new Set([...onPath, ...usual.flatMap(expand)])];
}

function usualPlaces(env: NodeJS.ProcessEnv): readonly string[] {
  if (process.platform !== 'win32') return USUAL;
  return [path.join(env.ProgramFiles ?? 'C:\\Program Files', 'PostgreSQL', '*', 'bin')];
}

/** One `*` at most; newest version first. */
function expand(pattern: string): string[] {
  const [before, after] = pattern.split('*');
  if (before === undefined || after === undefined) return [pattern];
  const folder = before.slice(0, before.search(/[^/\\]*$/));
  const prefix = before.slice(folder.length);
  return entries(folder)
    .filter((name) => name.startsWith(prefix))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => path.join(folder, name, after.replace(/^[^/\\]*/, '')));
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
