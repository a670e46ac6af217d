import type { ErrorCode } from '@binnacle/events';

/** What a request was refused or failed by, for who watches the server. */
export interface ToldProblem {
  readonly code: ErrorCode;
  /** Only what nobody foresaw. */
  readonly error?: unknown;
}

const TOLD = new WeakMap<object, ToldProblem>();

export const tellProblem = (request: object, problem: ToldProblem): void => void TOLD.set(request, problem);
export const problemOf = (request: object): ToldProblem | undefined => TOLD.get(request);
