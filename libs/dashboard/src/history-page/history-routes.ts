/** Addresses of the History page. A query is in the URL, so that every view of it can be shared. */
export interface HistoryPlace {
  readonly query: string;
  /** `seq`: only what is before, or after it. */
  readonly before?: bigint;
  readonly after?: bigint;
}

const parametersOf = ({ query, before, after }: HistoryPlace): string => {
  const parameters = new URLSearchParams();
  if (query) parameters.set('query', query);
  if (before !== undefined) parameters.set('before', before.toString());
  if (after !== undefined) parameters.set('after', after.toString());
  const text = parameters.toString();
  return text && `?${text}`;
};

export const historyRoutes = {
  page: (place: HistoryPlace): `/${string}` => `/history${parametersOf(place)}`,
  complete: '/history/complete',
  live: (place: HistoryPlace): `/${string}` => `/history/live${parametersOf(place)}`,
} as const;

/** A value as the query language takes it: quoted when it must be. */
export const valueText = (value: string): string =>
  /^[^\s,"]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;

/** A term of the query language for one value. */
export const term = (field: string, value: string): string => `${field}:${valueText(value)}`;
