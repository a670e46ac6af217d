import { BinnacleError, ERROR_CODES, type ErrorCode } from '@binnacle/events';
import { HttpException } from '@nestjs/common';

/** RFC 9457. `code` is stable, `detail` is for people, further members belong to the code. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly help: string;
  readonly [member: string]: unknown;
}

/** Seconds a client should wait before it tries again; OTLP exporters give up past a few. */
export const RETRY_AFTER_SECONDS = 2;

/** Any thrown value as a problem document. What we did not expect says nothing about its inside. */
export function problemDocument(error: unknown): ProblemDocument {
  if (error instanceof BinnacleError) return describe(error.code, error.detail, error.context);
  const status = error instanceof HttpException ? error.getStatus() : statusOf(error);
  const detail = error instanceof Error ? error.message : '';
  if (status === 404) return describe('route_not_found', detail);
  if (status === 405) return describe('method_not_allowed', detail);
  if (status === 413) return describe('body_too_large', detail);
  if (status === 415) return describe('unsupported_media_type', detail);
  if (status === 503) return describe('shutting_down', detail);
  if (status >= 400 && status < 500) return { ...describe('request_refused', detail), status };
  return describe('internal', 'the failure is in the log');
}

function describe(code: ErrorCode, detail: string, context: Readonly<Record<string, unknown>> = {}): ProblemDocument {
  const { status, title, help } = ERROR_CODES[code];
  return { ...context, type: `urn:binnacle:error:${code}`, title, status: status || 500, detail, code, help };
}

const statusOf = (error: unknown): number => {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
};
