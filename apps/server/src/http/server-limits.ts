/**
 * How long a request may take to arrive, and how large its head may be. None of these times runs while an answer is waited for:
 * long-polls, held hooks and streams stay open.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { BinnacleError, type ErrorCode } from '@binnacle/events';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { problemDocument } from './problem-document.js';

/** From the connection, or from the answer before, to the end of the head. */
export const HEADERS_TIMEOUT_MS = 15_000;
/** To the end of the body: the largest one needs 2 Mbit/s. */
export const REQUEST_TIMEOUT_MS = 120_000;
const CHECK_EVERY_MS = 5_000;
/** Bytes of request line and headers together. */
export const MAX_HEAD_BYTES = 16_384;
/** Characters of path and query. Less than the head, so that it can be told from long headers. */
export const MAX_URL_CHARS = 8_192;

const PROBLEM_HEADERS = {
  'content-type': 'application/problem+json; charset=utf-8',
  'x-content-type-options': 'nosniff',
};

export const SERVER_LIMITS = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  clientErrorHandler: refuseBroken,
  // The router's own refusals run no hook: an address that is malformed, or has a part that is too long.
  frameworkErrors: (error: Error, request: { readonly id: string }, reply: Pick<FastifyReply, 'raw'>) => {
    const problem = { ...problemDocument(error), request_id: request.id };
    reply.raw.writeHead(problem.status, { ...PROBLEM_HEADERS, 'x-request-id': request.id });
    reply.raw.end(JSON.stringify(problem));
  },
  http: {
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
  },
};

/** @throws BinnacleError `url_too_long` */
export function limitUrls(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async ({ url }) => {
    if (url.length <= MAX_URL_CHARS) return;
    const detail = `the address has ${url.length} characters; the limit is ${MAX_URL_CHARS}`;
    throw new BinnacleError('url_too_long', detail, { limit: MAX_URL_CHARS });
  });
}

/** What Node's parser refuses never becomes a request: the answer is written by hand. */
function refuseBroken(error: Error & { code?: string }, socket: Socket): void {
  // The other side has gone, or an answer has begun.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const [code, detail] = refusalOf(error.code);
  const problem = problemDocument(new BinnacleError(code, detail));
  const body = JSON.stringify(problem);
  const headers = { ...PROBLEM_HEADERS, 'content-length': Buffer.byteLength(body), connection: 'close' };
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function refusalOf(code: string | undefined): [ErrorCode, string] {
  if (code === 'HPE_HEADER_OVERFLOW')
    return ['headers_too_large', `request line and headers may have ${MAX_HEAD_BYTES} bytes`];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const limits = `${HEADERS_TIMEOUT_MS / 1_000} s for the headers, ${REQUEST_TIMEOUT_MS / 1_000} s for all of it`;
    return ['request_too_slow', `the request did not arrive in time: ${limits}`];
  }
  return ['request_refused', 'this is not HTTP'];
}
