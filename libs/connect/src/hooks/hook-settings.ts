import type { JsonMembers } from '../addition.js';
import { bearer, isReference, type ServerAddress } from '../server-address.js';
import { shellExpand, shellQuote } from '../shell-quote.js';
import type { HookClient } from './hook-client.js';
import { HOOK_NAMES } from './hook-names.js';

export interface HookSettingsOptions extends ServerAddress {
  /** What waits for people, as `hold` of the hooks' URL; undefined: permission prompts, where the client has them. */
  readonly hold?: string;
  /** One name for all sessions. */
  readonly agent?: string;
  /** A file with the `Authorization` header, for commands: an argument would be readable by everybody on the machine. */
  readonly headerFile?: string;
  /** Send OpenTelemetry data too: tokens and cost, which hooks do not tell. Hooks leave out what would be told twice. */
  readonly otel?: boolean;
}

/** As the three clients read them in their settings: hook → `[{ hooks: [handler] }]`. */
export type HookSettings = { readonly [hook: string]: readonly { readonly hooks: readonly JsonMembers[] }[] };

/** Seconds: nobody should wait for an observer that does not answer. */
const OBSERVE_SECONDS = 5;
const HOLD_SECONDS = 600;

/** The `hooks` object of a client's settings. */
export function hookSettings(client: HookClient, options: HookSettingsOptions): HookSettings {
  const { observed, held, toldByTelemetry } = HOOK_NAMES[client];
  const waits = (name: string) => held.includes(name) && isHeld(name, options.hold);
  const isLeft = (name: string) => options.otel === true && toldByTelemetry.includes(name) && !waits(name);
  const names = [...observed, ...held].filter((name) => !isLeft(name));
  const entries = names.map((name): [string, HookSettings[string]] => [
    name,
    [{ hooks: [handler(client, name, options)] }],
  ]);
  return Object.fromEntries(entries);
}

function handler(client: HookClient, name: string, options: HookSettingsOptions): JsonMembers {
  const { commandOnly, held } = HOOK_NAMES[client];
  const canHold = held.includes(name);
  const holds = canHold && isHeld(name, options.hold);
  const url = hookUrl(client, { canHold, holds }, options);
  const seconds = holds ? HOLD_SECONDS : OBSERVE_SECONDS;
  if (commandOnly === undefined || commandOnly.includes(name)) {
    // Gemini CLI counts milliseconds. A second more, so that it is curl that gives up.
    const timeout = (seconds + 1) * (client === 'gemini' ? 1_000 : 1);
    return { type: 'command', command: curl(url, seconds, holds, options), timeout };
  }
  return { type: 'http', url, timeout: seconds, ...httpHeaders(options.key) };
}

/** Permission prompts wait unless told otherwise; calls wait only when their tools are named. */
function isHeld(name: string, hold = 'permissions'): boolean {
  const names = hold.split(',').filter((one) => one !== '' && one !== 'none');
  return name === 'PermissionRequest' ? names.includes('permissions') : names.some((one) => one !== 'permissions');
}

function hookUrl(
  client: HookClient,
  { canHold, holds }: { readonly canHold: boolean; readonly holds: boolean },
  { url, hold, agent }: HookSettingsOptions,
): string {
  const query = [
    ...(canHold && hold !== undefined ? [`hold=${readable(hold)}`] : []),
    // Gemini CLI waits a minute unless its settings say more.
    ...(holds && client === 'gemini' ? [`timeout=${HOLD_SECONDS}`] : []),
    ...(agent ? [`agent=${readable(agent)}`] : []),
  ];
  return `${url}/hooks/${client}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

const readable = (value: string): string => encodeURIComponent(value).replaceAll('%2C', ',');

/** Claude Code puts the environment's values into headers only when their names are allowed. */
function httpHeaders(key: string | undefined): JsonMembers {
  if (key === undefined) return {};
  const headers = { Authorization: bearer(key) };
  return isReference(key) ? { headers, allowedEnvVars: [key.slice(1)] } : { headers };
}

/**
 * Never fails, and says nothing when the server is away: an observer must not stop the agent.
 *
 * @param answers somebody reads the answer; what a command writes at a session's start would become part of the conversation
 */
function curl(url: string, seconds: number, answers: boolean, { key, headerFile }: HookSettingsOptions): string {
  const quiet = answers ? '' : ' >/dev/null';
  return `curl -s -m ${seconds}${header(key, headerFile)} --data-binary @- ${shellQuote(url)}${quiet} || true`;
}

function header(key: string | undefined, file: string | undefined): string {
  if (file !== undefined) return ` -H @${shellQuote(file)}`;
  if (key === undefined) return '';
  const line = `Authorization: ${bearer(key)}`;
  return ` -H ${isReference(key) ? shellExpand(line) : shellQuote(line)}`;
}
