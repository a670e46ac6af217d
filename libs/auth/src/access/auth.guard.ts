import { ANSWERS_REFUSALS, type Permission, REFUSAL, REQUIRED_PERMISSION } from '@binnacle/http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Admission } from './admission.js';
import { defaultPermission } from './default-permission.js';

/**
 * Stands before every route of every controller: the caller has what the route's `@Requires` asks, or is refused. A route that
 * declares nothing is refused to everybody.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly admission: Admission,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const declared = this.reflector.getAllAndOverride<Permission | undefined>(REQUIRED_PERMISSION, targets);
    const refusal = this.admission.refusal(request, declared ?? defaultPermission(request));
    if (!refusal) return true;
    if (!this.reflector.getAllAndOverride<boolean>(ANSWERS_REFUSALS, targets)) throw refusal;
    Object.assign(request, { [REFUSAL]: refusal });
    return true;
  }
}
