import { DEFAULT_PROJECT } from '@binnacle/events';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Where the caller's project is on a request, once it is known who calls. */
export const CALLER_PROJECT = Symbol('binnacle.project');

/** The project a request is about: that of its key, or the one its person looks at. Never what a body or a query says alone. */
export const projectOf = (request: object): string =>
  (request as { readonly [CALLER_PROJECT]?: string })[CALLER_PROJECT] ?? DEFAULT_PROJECT;

/** The parameter of a route's method that is {@link projectOf} its request. */
export const InProject = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  projectOf(context.switchToHttp().getRequest<object>()),
);
