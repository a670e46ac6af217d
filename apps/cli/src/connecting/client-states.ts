import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { HOOK_CLIENTS, type HookClient, type Json } from '@binnacle/connect';
import { clientFile, clientFolder, SCOPES, type Scope } from './client-files.js';
import { isObject, JsonDocument } from './json-document.js';
import type { Machine } from './machine.js';
import { doorsIn } from './plan-connection.js';
import { readText, splitBom } from './text-file.js';

export interface ClientState {
  readonly client: HookClient;
  /** Its program, or the folder it leaves; undefined: it does not seem to be here. */
  readonly found: string | undefined;
  /** Files that tell a server. */
  readonly connections: readonly Connection[];
  /** Files that can't be read. */
  readonly faults: readonly string[];
}

export interface Connection {
  readonly scope: Scope;
  readonly file: string;
  readonly url: string;
  /** How many hooks tell it. */
  readonly hooks: number;
}

const PROGRAMS: Readonly<Record<HookClient, string>> = { 'claude-code': 'claude', codex: 'codex', gemini: 'gemini' };

export const clientStates = (machine: Machine): Promise<readonly ClientState[]> =>
  Promise.all(HOOK_CLIENTS.map((client) => stateOf(client, machine)));

async function stateOf(client: HookClient, machine: Machine): Promise<ClientState> {
  const connections: Connection[] = [];
  const faults: string[] = [];
  for (const scope of SCOPES) {
    const file = clientFile(client, client === 'codex' ? 'hooks' : 'settings', scope, machine);
    const text = file && (await readText(file).catch(() => undefined));
    if (!file || text === undefined) continue;
    try {
      for (const [url, hooks] of servers(text, client)) connections.push({ scope, file, url, hooks });
    } catch (error) {
      faults.push(`${file}: ${(error as Error).message}`);
    }
  }
  return { client, found: await found(client, machine), connections, faults };
}

function servers(text: string, client: HookClient): ReadonlyMap<string, number> {
  const { hooks } = JsonDocument.read(splitBom(text)[1]).value;
  const counts = new Map<string, number>();
  for (const groups of isObject(hooks) ? Object.values(hooks) : []) {
    const doors = new Set(
      (Array.isArray(groups) ? (groups as readonly Json[]) : []).flatMap((one) => doorsIn(one, client)),
    );
    for (const url of doors) counts.set(url, (counts.get(url) ?? 0) + 1);
  }
  return counts;
}

async function found(client: HookClient, machine: Machine): Promise<string | undefined> {
  const names = (machine.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  for (const folder of [...names.map((one) => path.join(one, PROGRAMS[client]))]) {
    if (await isThere(folder, constants.X_OK)) return folder;
  }
  const folder = clientFolder(client, 'user', machine);
  return (await isThere(folder, constants.F_OK)) ? folder : undefined;
}

const isThere = (file: string, mode: number): Promise<boolean> =>
  access(file, mode).then(
    () => true,
    () => false,
  );
