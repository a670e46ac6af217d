import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** White space before the JSON keeps proxies and clients from giving up, in ms. Claude Code 2.1 reads over it. */
export const KEEP_ALIVE_MS = 10_000;

/** A JSON answer that may take minutes. The status is 200 from the start: it can't be taken back. */
export class HeldReply {
  private readonly response: ServerResponse;
  private readonly timer: NodeJS.Timeout;
  private readonly leaving = new AbortController();

  constructor(reply: FastifyReply) {
    reply.hijack();
    this.response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) this.response.setHeader(name, value);
    this.response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    this.response.socket?.setTimeout(0);
    // A reset by the other side means that it has left.
    this.response.on('error', () => this.response.destroy());
    this.response.once('close', () => {
      clearInterval(this.timer);
      this.leaving.abort();
    });
    this.timer = setInterval(() => this.response.write(' '), KEEP_ALIVE_MS);
  }

  /** Aborted when the client has left, or has got its answer. */
  get gone(): AbortSignal {
    return this.leaving.signal;
  }

  /** @param onSent runs when the last byte went to the socket; not when the client left before */
  end(body: unknown, onSent: () => void = () => undefined): void {
    clearInterval(this.timer);
    if (this.leaving.signal.aborted) return;
    this.response.once('finish', onSent);
    this.response.end(JSON.stringify(body));
  }
}
