import type { ServerResponse } from 'node:http';

/** The server's end of one open event stream. */
export class LiveStream {
  closed = false;

  constructor(
    private readonly response: ServerResponse,
    readonly path: string,
  ) {
    response.on('close', () => {
      this.closed = true;
    });
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
  }

  send(...frames: string[]): void {
    this.response.write(frames.join(''));
  }

  /** A clean end, as of a server that shuts down properly. */
  end(): void {
    this.response.end();
  }

  /** A connection that breaks: RST, no last chunk. */
  reset(): void {
    this.response.socket?.resetAndDestroy();
  }
}
