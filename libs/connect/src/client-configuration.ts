/**
 * What a client's configuration says so that it reports here: the one place from which the Connect page shows it and
 * `binnacle connect` writes it.
 */
import type { Addition, JsonMembers } from './addition.js';
import { claudeCodeMcp, codexMcp, geminiMcp } from './clients/mcp-servers.js';
import { claudeCodeTelemetry, codexTelemetry, geminiTelemetry } from './clients/telemetry.js';
import type { HookClient } from './hooks/hook-client.js';
import { type HookSettingsOptions, hookSettings } from './hooks/hook-settings.js';

export interface ConfigurationOptions extends HookSettingsOptions {
  /** Offer the model tools to ask people by itself. */
  readonly mcp?: boolean;
}

/** What is added to which files, in the order in which they are written. */
export function clientConfiguration(client: HookClient, options: ConfigurationOptions): readonly Addition[] {
  const { otel, mcp } = options;
  const hooks: JsonMembers = { hooks: hookSettings(client, options) };
  switch (client) {
    case 'claude-code':
      return [
        { file: 'settings', format: 'json', members: { ...hooks, ...(otel && claudeCodeTelemetry(options)) } },
        ...(mcp ? [{ file: 'mcp', format: 'json', members: claudeCodeMcp(options) } as const] : []),
      ];
    case 'gemini': {
      const more = { ...(otel && geminiTelemetry(options)), ...(mcp && geminiMcp(options)) };
      return [{ file: 'settings', format: 'json', members: { ...hooks, ...more } }];
    }
    case 'codex': {
      const tables = [...(otel ? [codexTelemetry(options)] : []), ...(mcp ? [codexMcp(options)] : [])];
      return [
        { file: 'hooks', format: 'json', members: hooks },
        ...(tables.length > 0 ? [{ file: 'config', format: 'toml', tables } as const] : []),
      ];
    }
  }
}
