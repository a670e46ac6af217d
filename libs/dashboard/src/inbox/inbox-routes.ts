import { INBOX_SORTS, type InboxSort } from '@binnacle/coordinator';
import { MAX_ID_CHARS, QUESTION_KINDS, type QuestionKind } from '@binnacle/events';
import { invalid, type QueryParameters, single } from '../history/event-query.js';

/** Which open questions a page shows; all of it is in the URL. */
export interface InboxPlace {
  readonly agent?: string;
  /** One question alone: where a notification leads. */
  readonly question?: string;
  readonly kind?: QuestionKind;
  readonly text?: string;
  readonly mine?: boolean;
  readonly sort?: InboxSort;
  readonly skip?: number;
}

/** Questions of one page. */
export const INBOX_PAGE = 25;
const MAX_SKIP = 100_000;

/** @throws BinnacleError `invalid_query` naming the parameter */
export function readPlace(query: QueryParameters): InboxPlace {
  const [kind, sort] = [single(query, 'kind') || undefined, single(query, 'sort') || undefined];
  if (kind && !QUESTION_KINDS.includes(kind as QuestionKind))
    throw invalid('kind', `must be one of ${QUESTION_KINDS.join(', ')}`);
  if (sort && !INBOX_SORTS.includes(sort as InboxSort))
    throw invalid('sort', `must be one of ${INBOX_SORTS.join(', ')}`);
  const skip = Number(single(query, 'skip') || 0);
  if (!Number.isInteger(skip) || skip < 0 || skip > MAX_SKIP) throw invalid('skip', `must be 0 to ${MAX_SKIP}`);
  const [agent, text, question] = [single(query, 'agent'), single(query, 'text'), single(query, 'question')];
  return {
    ...(question && { question: question.slice(0, MAX_ID_CHARS) }),
    ...(agent && { agent: agent.slice(0, 256) }),
    ...(kind && { kind: kind as QuestionKind }),
    ...(text && { text: text.slice(0, 200) }),
    ...(single(query, 'mine') && { mine: true }),
    ...(sort && { sort: sort as InboxSort }),
    ...(skip > 0 && { skip }),
  };
}

const search = (parameters: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === false ? [] : [[name, value === true ? '1' : String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
};

export const inboxRoutes = {
  open: (place: InboxPlace = {}): `/${string}` => `/inbox${search({ ...place })}`,
  live: (place: InboxPlace): `/${string}` => `/inbox/live${search({ ...place })}`,
  answered: (parameters: Readonly<Record<string, unknown>> = {}): `/${string}` =>
    `/inbox/answered${search(parameters)}`,
  rules: (): `/${string}` => '/inbox/rules',
  name: (): `/${string}` => '/inbox/name',
  batch: (tool?: string): `/${string}` => `/inbox/batch${search({ tool })}`,
  claim: (id: string): `/${string}` => `/inbox/questions/${encodeURIComponent(id)}/claim`,
  release: (id: string): `/${string}` => `/inbox/questions/${encodeURIComponent(id)}/release`,
  assign: (id: string): `/${string}` => `/inbox/questions/${encodeURIComponent(id)}/assign`,
  comment: (id: string): `/${string}` => `/inbox/questions/${encodeURIComponent(id)}/comment`,
  revoke: (id: string): `/${string}` => `/inbox/rules/${encodeURIComponent(id)}/revoke`,
} as const;
