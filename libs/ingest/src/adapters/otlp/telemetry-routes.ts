/** Where telemetry comes in, as clients have it built in. */
export const TELEMETRY_PATHS = {
  traces: ['v1/traces', 'otel/v1/traces', 'api/public/otel/v1/traces'],
  logs: ['v1/logs'],
  metrics: ['v1/metrics'],
} as const;

/** Bytes of one request, also after inflation: what OTLP recommends. */
export const TELEMETRY_BODY_BYTES = 64 * 1_048_576;

const OTLP = new Set(
  Object.values(TELEMETRY_PATHS)
    .flat()
    .map((path) => `/${path}`),
);
const OTHERS = new Set(['/v1/traces/ingest', '/api/public/ingestion']);

/** @param url without its query */
export const isOtlpRoute = (url: string): boolean => OTLP.has(url);
/** Those of other conventions too. */
export const isTelemetryRoute = (url: string): boolean => OTLP.has(url) || OTHERS.has(url);
