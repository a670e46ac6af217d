import { BinnacleError } from '@binnacle/events';
import { callerOf, openScope, type Permission, projectOf } from '@binnacle/http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { AccessMode } from './access-mode.js';
import { Admission } from './admission.js';
import { Callers } from './callers.js';

/** Bytes of a body that is read before it is known who sends it: a form's, a hook's. */
const STRANGER_BYTES = 262_144;
/** Its clients take no answer for a yes: they are read to be refused in their own words. */
const READ_ANYWAY = /^\/hooks\//;
/** Controllers of plugins. */
const OF_PLUGINS = /^\/plugins\//;

/**
 * Puts the question of who calls before everything else, also before routes that no controller has and no guard sees.
 *
 * @param raw the permission of such a route; undefined for those of controllers
 */
export function identifyCallers(
  app: NestFastifyApplication,
  raw: (path: string) => Exclude<Permission, 'public'> | undefined,
): void {
  const callers = app.get(Callers);
  const admission = app.get(Admission);
  const mode = app.get(AccessMode);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    await callers.identify(request, reply);
    const permission = raw(request.url.split('?', 1)[0] ?? '');
    const refusal = permission && admission.refusal(request, permission);
    if (refusal) throw refusal;
    if (mode.current() !== 'open' && callerOf(request).kind === 'unknown') assertSmall(request);
  });
  // With a callback: the scope is that of what is called from here on. After the body was read, whose events come from elsewhere.
  fastify.addHook('preHandler', (request, reply, done) => {
    if (!OF_PLUGINS.test(request.url)) return done();
    const leave = openScope(projectOf(request), done);
    if (reply.raw.destroyed) leave();
    else reply.raw.once('close', leave);
  });
}

/** Nobody unknown fills the memory: a body is held whole while it is read. */
function assertSmall({ headers, url }: FastifyRequest): void {
  const bytes = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  const isSmall = bytes === undefined ? headers['transfer-encoding'] === undefined : bytes <= STRANGER_BYTES;
  if (isSmall || READ_ANYWAY.test(url)) return;
  throw new BinnacleError('unauthenticated', 'a body of this size is read only from known callers');
}
