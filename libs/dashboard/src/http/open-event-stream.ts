import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/**
 * Takes the socket from Fastify and starts an SSE answer on it. `hijack` skips Fastify's hooks, so headers set before (CSP
 * and the like) are carried over by hand.
 */
export function openEventStream(reply: FastifyReply, headers: Readonly<Record<string, string>> = {}): ServerResponse {
  reply.hijack();
  const response = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) response.setHeader(name, value);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    ...headers,
  });
  // A viewer may be quiet for hours; the small frames should leave at once.
  response.socket?.setTimeout(0);
  response.socket?.setNoDelay(true);
  // A reset by the other side is the normal end of a stream, not an error.
  response.on('error', () => response.destroy());
  return response;
}
