import type { BinnacleError } from '@binnacle/events';
import { SetMetadata } from '@nestjs/common';

export const ANSWERS_REFUSALS = Symbol('binnacle.answers-refusals');
/** Where the refusal is on a request whose route answers it itself. */
export const REFUSAL = Symbol('binnacle.refusal');

/**
 * Declares that a route answers callers without permission itself, in the words of its clients: it runs, and must look at
 * {@link refusalOf} before anything else.
 */
export const AnswersRefusals = (): MethodDecorator & ClassDecorator => SetMetadata(ANSWERS_REFUSALS, true);

/** Why the caller of this request may not do what it asks; undefined when they may. */
export const refusalOf = (request: object): BinnacleError | undefined =>
  (request as { readonly [REFUSAL]?: BinnacleError })[REFUSAL];
