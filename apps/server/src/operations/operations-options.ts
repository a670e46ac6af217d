import type { SelfOtlpOptions } from './telemetry/self-otlp-options.js';

/** What the composition root tells about how the server is run. */
export abstract class OperationsOptions {
  /** What `/metrics` asks for; undefined = it answers this machine only. */
  abstract readonly metricsToken: string | undefined;
  /** Undefined = the server sends nothing about itself. */
  abstract readonly selfOtlp: SelfOtlpOptions | undefined;
}
