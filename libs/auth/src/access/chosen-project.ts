import { COOKIE, readCookie } from './cookies.js';

interface ChoosingRequest {
  readonly query: unknown;
  readonly headers: { readonly cookie?: string };
}

export interface ChosenProject {
  readonly project: string;
  /** By this very request, not by an older choice: then there must be one. */
  readonly isExplicit: boolean;
}

/** The project that a request names: `?project=`, which is taken out of the query, or the cookie of the last choice. */
export function chosenProject(
  { query, headers }: ChoosingRequest,
  secure: boolean,
  from: 'query' | 'anywhere' = 'anywhere',
): ChosenProject | undefined {
  const given = query as { project?: unknown } | null;
  if (given && given.project !== undefined) {
    const project = String(given.project);
    delete given.project;
    return { project, isExplicit: true };
  }
  const kept = from === 'query' ? undefined : readCookie(headers.cookie, COOKIE.project, secure);
  return kept === undefined ? undefined : { project: kept, isExplicit: false };
}
