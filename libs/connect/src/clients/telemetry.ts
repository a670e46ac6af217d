/** How each client is told to send OpenTelemetry data. */
import type { JsonMembers, TomlTable } from '../addition.js';
import { bearer, isReference, type ServerAddress } from '../server-address.js';

/** A header as `OTEL_EXPORTER_OTLP_HEADERS` takes it; its values are percent-encoded. */
export const otlpHeaders = (key: string): string =>
  `Authorization=${isReference(key) ? `Bearer%20${key}` : encodeURIComponent(bearer(key))}`;

/**
 * Its settings set variables as they are written, so that a key of the environment can't be named there. Texts too: its hooks tell
 * prompts and results anyway, and what it says in between only these tell.
 */
export const claudeCodeTelemetry = ({ url, key }: ServerAddress): JsonMembers => ({
  env: {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOG_USER_PROMPTS: '1',
    OTEL_LOG_ASSISTANT_RESPONSES: '1',
    OTEL_LOG_TOOL_DETAILS: '1',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    ...(key !== undefined && !isReference(key) && { OTEL_EXPORTER_OTLP_HEADERS: otlpHeaders(key) }),
  },
});

/** Its events only: its spans tell nothing of the agent, at a megabyte a turn. They tell the prompts, in place of a hook. */
export const codexTelemetry = ({ url, key }: ServerAddress): TomlTable => {
  const endpoint = `endpoint = ${tomlText(`${url}/v1/logs`)}, protocol = "binary"`;
  const headers = key === undefined ? '' : `, headers = { "Authorization" = ${tomlText(bearer(codexReference(key)))} }`;
  return { path: ['otel'], lines: [`exporter = { otlp-http = { ${endpoint}${headers} } }`, 'log_user_prompt = true'] };
};

/** Headers it takes from `OTEL_EXPORTER_OTLP_HEADERS` alone. */
export const geminiTelemetry = ({ url }: ServerAddress): JsonMembers => ({
  telemetry: { enabled: true, target: 'local', otlpEndpoint: url, otlpProtocol: 'http' },
});

export const tomlText = (text: string): string => JSON.stringify(text).replaceAll('\u007f', '\\u007F');
const codexReference = (key: string): string => (isReference(key) ? `\${${key.slice(1)}}` : key);
