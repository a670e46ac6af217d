/** The other side of a webhook: keeps what it is sent, and answers as the test wants. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Captured {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly at: number;
}

export class CaptureServer {
  readonly requests: Captured[] = [];
  /** What to answer; default 200. Never answering is an answer too. */
  answer: (request: Captured, response: ServerResponse) => void = (_, response) => void response.writeHead(200).end();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<CaptureServer> {
    const server = createServer();
    const capture = new CaptureServer(server);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url: path = '', headers } = request;
      const captured = { method, path, headers, body: Buffer.concat(chunks), at: Date.now() };
      capture.requests.push(captured);
      capture.answer(captured, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return capture;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  of(path: string): Captured[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** The requests to a path, once there are so many. The test's own time-out ends the wait. */
  async until(path: string, count = 1): Promise<Captured[]> {
    for (;;) {
      const found = this.of(path);
      if (found.length >= count) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export const jsonOf = <T = Record<string, unknown>>({ body }: Captured): T => JSON.parse(body.toString('utf8')) as T;
