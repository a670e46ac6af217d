import { BinnacleError, ERROR_CODES, type ErrorCode, isJsonObject, LifecycleError } from '@binnacle/events';

/** Statuses after which the same request may work: full, rate limited, restarting, or a gateway without its server. */
const PASSING = new Set([429, 502, 503, 504]);
/** Members that the error has as fields, or that only HTTP needs. */
const OWN_MEMBERS = new Set(['type', 'title', 'status', 'detail', 'code', 'instance']);

/**
 * The error of an answer that is not 2xx: a LifecycleError when trying again may work, else a BinnacleError. Code, detail
 * and further members come from the problem document; `context.status` is the HTTP status, `context.retry_after_ms` the
 * `Retry-After`.
 */
export function problemError(status: number, headers: Headers, body: string): BinnacleError {
  const problem = parse(body);
  const passing = PASSING.has(status);
  const code = isErrorCode(problem.code) ? problem.code : passing ? 'delivery_failed' : 'request_refused';
  const detail = typeof problem.detail === 'string' ? problem.detail : `Binnacle answered ${status}`;
  const context = {
    ...Object.fromEntries(Object.entries(problem).filter(([name]) => !OWN_MEMBERS.has(name))),
    // A newer server may know codes that this version does not.
    ...(problem.code !== undefined && code !== problem.code && { server_code: problem.code }),
    status,
    retry_after_ms: retryAfterMs(headers.get('retry-after')),
  };
  return passing ? new LifecycleError(code, detail, context) : new BinnacleError(code, detail, context);
}

const isErrorCode = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);

function parse(body: string): Record<string, unknown> {
  try {
    const problem: unknown = JSON.parse(body);
    return isJsonObject(problem) ? problem : {};
  } catch {
    return {};
  }
}

/** Seconds or an HTTP date. */
function retryAfterMs(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
