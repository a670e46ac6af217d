import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

export interface SecurityOptions {
  readonly datastarClient: string | undefined;
  /** Where people reach the server. */
  readonly publicUrl: string | undefined;
}

/** A year. No `includeSubDomains`: other services of the domain are none of ours. */
const STRICT_TRANSPORT = 'max-age=31536000';
/** What no page of ours needs, and no script that ever got into one should have. The clipboard is written by copy buttons. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
].map((feature) => `${feature}=()`);
const PERMISSIONS_POLICY = [...PERMISSIONS, 'clipboard-write=(self)'].join(', ');

/** Where the pages may load the Datastar client from, when it is not ours. */
export const scriptSources = (datastarClient: string | undefined): string[] =>
  datastarClient && /^https?:\/\//.test(datastarClient) ? ["'self'", new URL(datastarClient).origin] : ["'self'"];

/** Strict headers on every answer: no inline script or style, no eval, no framing, HTTPS for good once it is used. */
export function useSecurityHeaders(fastify: FastifyInstance, { datastarClient, publicUrl }: SecurityOptions): void {
  // The official client compiles expressions with Function; ours parses them.
  const scripts = [...scriptSources(datastarClient), ...(datastarClient ? ["'unsafe-eval'"] : [])];
  const isPublicTls = publicUrl?.startsWith('https:') ?? false;
  // Not by @fastify/helmet, which puts the policy together anew for every request.
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: scripts,
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Set below: only when the request came by TLS, which a trusted proxy says.
    strictTransportSecurity: false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
  fastify.addHook('onRequest', (request, reply, done) => protect(request.raw, reply.raw, done as () => void));
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('permissions-policy', PERMISSIONS_POLICY);
    if (isPublicTls || request.protocol === 'https') void reply.header('strict-transport-security', STRICT_TRANSPORT);
    done();
  });
  fastify.addHook('onSend', async (request, reply) => {
    // Swagger UI brings inline styles; it gets them on its own pages and nowhere else.
    if (!request.url.startsWith('/api/docs')) return;
    const policy = String(reply.getHeader('content-security-policy') ?? '');
    void reply.header(
      'content-security-policy',
      policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
    );
  });
}
