/** One term of the query language: `agent:"a b"`. The value is quoted when it must be. */
export const queryTerm = (field: 'agent' | 'graph' | 'node' | 'session', value: string): string =>
  `${field}:${/^[^\s,"]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
