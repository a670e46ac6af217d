import { redactedUrl } from '@binnacle/http';
import {
  type Attributes,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_METHOD_ORIGINAL,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_VERSION,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
  ATTR_USER_AGENT_ORIGINAL,
} from '@opentelemetry/semantic-conventions';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from '../../http/told-problems.js';
import { redact } from '../redact.js';
import { CURRENT_SPAN } from './current-span.js';
import { isOwnExport, untraced } from './own-exports.js';

const KNOWN_METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE']);
const MAX_AGENT_CHARS = 200;
const propagator = new W3CTraceContextPropagator();

/**
 * One span for each request, from its head to the end of its answer, whoever ends it; `traceparent` is its parent. Never what the
 * query says: searches, tokens and what people typed are in there.
 */
export function traceRequests(fastify: FastifyInstance, tracer: Tracer): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isOwnExport(request)) return CURRENT_SPAN.run(untraced(), done);
    const span = tracer.startSpan(
      nameOf(request),
      { kind: SpanKind.SERVER, attributes: attributesOf(request) },
      propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter),
    );
    reply.raw.once('close', () => end(span, request, reply));
    CURRENT_SPAN.run(span, done);
  });
}

function end(span: Span, request: FastifyRequest, { raw }: FastifyReply): void {
  span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, raw.statusCode);
  const { code, error } = problemOf(request) ?? {};
  if (code) span.setAttribute(ATTR_ERROR_TYPE, code);
  if (error instanceof Error) {
    const { name, message, stack } = error;
    span.recordException({ name, message: redact(message), stack: stack && redact(stack) });
  }
  if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

const methodOf = ({ method }: FastifyRequest): string => (KNOWN_METHODS.has(method) ? method : '_OTHER');

function nameOf(request: FastifyRequest): string {
  const method = KNOWN_METHODS.has(request.method) ? request.method : 'HTTP';
  const route = request.routeOptions.url;
  return route ? `${method} ${route}` : method;
}

function attributesOf(request: FastifyRequest): Attributes {
  const agent = request.headers['user-agent'];
  const [path = ''] = request.url.split('?');
  return {
    [ATTR_HTTP_REQUEST_METHOD]: methodOf(request),
    [ATTR_HTTP_REQUEST_METHOD_ORIGINAL]: KNOWN_METHODS.has(request.method) ? undefined : request.method,
    [ATTR_HTTP_ROUTE]: request.routeOptions.url,
    [ATTR_URL_PATH]: redact(redactedUrl(path)),
    [ATTR_URL_SCHEME]: request.protocol,
    [ATTR_SERVER_ADDRESS]: request.hostname,
    [ATTR_SERVER_PORT]: request.port ?? undefined,
    [ATTR_CLIENT_ADDRESS]: request.ip,
    [ATTR_NETWORK_PROTOCOL_VERSION]: request.raw.httpVersion,
    [ATTR_USER_AGENT_ORIGINAL]: agent && redact(agent.slice(0, MAX_AGENT_CHARS)),
    'binnacle.request_id': request.id,
  };
}
