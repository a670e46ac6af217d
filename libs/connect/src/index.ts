/**
 * How agents are told to report here: texts and settings by client, for the Connect page and the command line. Knows no server, no
 * file and no browser, and imports nothing.
 */
export {
  type Addition,
  additionText,
  type ConfigurationFile,
  type Json,
  type JsonMembers,
  type TomlTable,
} from './addition.js';
export { type ConfigurationOptions, clientConfiguration } from './client-configuration.js';
export { otlpHeaders } from './clients/telemetry.js';
export type { ConnectClient } from './connect-client.js';
export { CONNECT_CLIENTS } from './connect-clients.js';
export { HOOK_CLIENT_NAMES, HOOK_CLIENTS, type HookClient } from './hooks/hook-client.js';
export { HOOK_NAMES, type HookNames } from './hooks/hook-names.js';
export { bearer, isReference, type ServerAddress } from './server-address.js';
export type { Snippet } from './snippet.js';
