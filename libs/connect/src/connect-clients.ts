import { DIRECT_CLIENTS } from './clients/direct-clients.js';
import { HOOK_CONNECT_CLIENTS } from './clients/hook-clients.js';
import { TELEMETRY_CLIENTS } from './clients/telemetry-clients.js';
import type { ConnectClient } from './connect-client.js';

/** In the order in which they are offered. */
export const CONNECT_CLIENTS: readonly ConnectClient[] = [
  ...HOOK_CONNECT_CLIENTS,
  ...TELEMETRY_CLIENTS,
  ...DIRECT_CLIENTS,
];
