import { refuseUnknown } from '@binnacle/http';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';

/** Where `@ApiQuery`, `@ApiParam` and `@ApiHeader` keep what they are told; the package does not export it. */
const DOCUMENTED = 'swagger/apiParameters';
const REST = /^\/api\/v1\//;

interface DocumentedParameter {
  readonly in: string;
  readonly name: string;
  readonly schema?: { readonly type?: string };
}

/**
 * What is asked of the REST API by a name that its OpenAPI does not know is refused: a misspelt filter that is ignored shows
 * everything and looks like an answer. So is a value given twice, of which one would be ignored.
 *
 * Stands behind the guard of permissions: strangers are told that they are strangers. Not for `POST` and the like: doors for events
 * have clients whose addresses carry more.
 */
export class KnownParameters implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { method, query, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    if ((method !== 'GET' && method !== 'HEAD') || !REST.test(routeOptions.url ?? '')) return true;
    const documented: readonly DocumentedParameter[] = this.reflector.get(DOCUMENTED, context.getHandler()) ?? [];
    const known = documented.filter((parameter) => parameter.in === 'query');
    refuseUnknown(query as Readonly<Record<string, unknown>>, namesOf(known), namesOf(known.filter(isList)));
    return true;
  }
}

const namesOf = (parameters: readonly DocumentedParameter[]): string[] => parameters.map(({ name }) => name);
const isList = ({ schema }: DocumentedParameter): boolean => schema?.type === 'array';
