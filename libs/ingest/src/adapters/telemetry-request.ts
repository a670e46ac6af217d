/** A request as its parser leaves it: bytes, and headers that come once. */
export interface TelemetryRequest {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}
