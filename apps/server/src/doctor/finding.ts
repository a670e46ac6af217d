/** `warn` is said and changes nothing; one `fail` and the doctor's exit code is 1; `skip` could not be looked at. */
export type FindingState = 'ok' | 'warn' | 'fail' | 'skip';

export interface Finding {
  /** What was looked at: a word. */
  readonly about: string;
  readonly state: FindingState;
  /** For people, with what to do where it is not well. Never a secret. */
  readonly detail: string;
}

export const finding =
  (state: FindingState) =>
  (about: string, detail: string): Finding => ({ about, state, detail });
export const ok = finding('ok');
export const warn = finding('warn');
export const fail = finding('fail');
export const skip = finding('skip');
