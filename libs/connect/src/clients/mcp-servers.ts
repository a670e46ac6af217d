/** How each client is told of the MCP server. */
import type { JsonMembers, TomlTable } from '../addition.js';
import type { HookSettingsOptions } from '../hooks/hook-settings.js';
import { bearer, isReference } from '../server-address.js';
import { tomlText } from './telemetry.js';

/** Seconds a person may take before a call returns `pending`. */
const TOOL_SECONDS = 300;

const mcpUrl = ({ url, agent }: HookSettingsOptions, otherwise = ''): string =>
  `${url}/mcp${agent ? `?agent=${encodeURIComponent(agent)}` : otherwise}`;

const authorization = (key: string) => ({
  headers: { Authorization: bearer(isReference(key) ? `\${${key.slice(1)}}` : key) },
});

export const claudeCodeMcp = (options: HookSettingsOptions): JsonMembers => ({
  mcpServers: {
    binnacle: {
      type: 'http',
      url: mcpUrl(options),
      ...(options.key !== undefined && authorization(options.key)),
    },
  },
});

export const geminiMcp = (options: HookSettingsOptions): JsonMembers => ({
  mcpServers: {
    binnacle: {
      // It tells neither its name nor its session.
      httpUrl: mcpUrl(options, '?client=gemini'),
      timeout: TOOL_SECONDS * 1_000,
      ...(options.key !== undefined && authorization(options.key)),
    },
  },
});

export const codexMcp = (options: HookSettingsOptions): TomlTable => ({
  path: ['mcp_servers', 'binnacle'],
  lines: [
    `url = ${tomlText(mcpUrl(options))}`,
    `tool_timeout_sec = ${TOOL_SECONDS}`,
    ...(options.key === undefined ? [] : [codexKey(options.key)]),
  ],
});

const codexKey = (key: string): string =>
  isReference(key)
    ? `bearer_token_env_var = ${tomlText(key.slice(1))}`
    : `http_headers = { "Authorization" = ${tomlText(bearer(key))} }`;
