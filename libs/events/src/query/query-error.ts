import { BinnacleError } from '../errors/binnacle-error.js';

/** Characters shown on each side of the place. */
const NEAR = 40;

/** A mistake in a query, with its place: characters from 1, for people. */
export const queryError = (query: string, index: number, what: string): BinnacleError =>
  new BinnacleError('invalid_query', `at character ${index + 1} of the query: ${what}`, {
    parameter: 'query',
    position: index + 1,
    near: query.slice(Math.max(0, index - NEAR), index + NEAR),
    column: Math.min(index, NEAR),
  });
