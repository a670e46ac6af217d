import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Where the pages may load the Datastar client from, when it is not ours. */
export const scriptSources = (datastarClient: string | undefined): string[] =>
  datastarClient && /^https?:\/\//.test(datastarClient) ? ["'self'", new URL(datastarClient).origin] : ["'self'"];

/** Strict headers on every answer: no inline script or style, no eval, no framing. */
export async function useSecurityHeaders(fastify: FastifyInstance, datastarClient: string | undefined): Promise<void> {
  // The official client compiles expressions with Function; ours parses them.
  const scripts = [...scriptSources(datastarClient), ...(datastarClient ? ["'unsafe-eval'"] : [])];
  await fastify.register(helmet as never, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: scripts,
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP on loopback is the default; a TLS proxy sets this itself.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'same-origin' },
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
