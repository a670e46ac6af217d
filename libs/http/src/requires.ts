import { SetMetadata } from '@nestjs/common';

/**
 * What a route asks of its caller. `public` asks nothing; `signed-in` any person or key; `owner` is the whole installation's, the
 * others hold within one project.
 */
export const PERMISSIONS = ['public', 'signed-in', 'read', 'ingest', 'ask', 'answer', 'admin', 'owner'] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const REQUIRED_PERMISSION = Symbol('binnacle.permission');

/** Declares the permission of a route, or of every route of a controller. A route without one is a failing test. */
export const Requires = (permission: Permission): MethodDecorator & ClassDecorator =>
  SetMetadata(REQUIRED_PERMISSION, permission);
