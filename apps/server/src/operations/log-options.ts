import type { IncomingMessage } from 'node:http';
import type { Params } from 'nestjs-pino';
import { requestId } from '../http/request-id.js';
import { redact } from './redact.js';

/** JSON lines on stdout. Whatever is logged while a request is served carries its `reqId`. */
export const logOptions = (level: string): Params => ({
  pinoHttp: {
    level,
    // Requests are logged by access-log.ts, which knows the route, and the address behind a proxy.
    autoLogging: false,
    quietReqLogger: true,
    quietResLogger: true,
    genReqId: (request: IncomingMessage) => String(request.id ?? requestId(request)),
    serializers: { req: ({ id }: { id: unknown }) => ({ id }) },
    hooks: { streamWrite: redact },
  },
});
