/**
 * A server that does what it is told: pages under the strict policy, replies per path, streams that can end, break or be
 * fed a frame at a time. Records every request. Not the dashboard: it knows nothing of events or panels.
 */
import { readFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LiveStream } from './live-stream.js';
import { until } from './until.js';

export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:";

export interface RecordedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Reply = (response: ServerResponse, request: RecordedRequest) => void;

export class FixtureServer {
  readonly requests: RecordedRequest[] = [];
  readonly streams: LiveStream[] = [];
  readonly #replies = new Map<string, Reply>();
  #server: Server | undefined;
  #port = 0;

  constructor(private readonly bundles: string) {}

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Stops at once, breaking what is open; `start` comes back on the same port. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    this.#server?.closeAllConnections();
    await closed;
  }

  forget(): void {
    this.requests.length = 0;
    this.streams.length = 0;
    this.#replies.clear();
  }

  page(path: string, body: string, scripts: string[] = ['datastar.js']): void {
    const tags = scripts.map((name) => `<script type="module" src="/${name}"></script>`).join('');
    const html = `<!doctype html><html><head><title>t</title><link rel="icon" href="data:,">${tags}</head><body>${body}</body></html>`;
    this.on(path, (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': POLICY });
      response.end(html);
    });
  }

  on(path: string, reply: Reply): void {
    this.#replies.set(path, reply);
  }

  status(path: string, status: number): void {
    this.on(path, (response) => response.writeHead(status).end());
  }

  stream(path: string): void {
    this.on(path, (response) => void this.streams.push(new LiveStream(response, path)));
  }

  to(path: string): RecordedRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** The nth stream opened since the start of the test, waiting for it. */
  nthStream(n: number): Promise<LiveStream> {
    return until(`stream ${n} opened`, () => this.streams[n - 1]);
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', this.origin);
    let body = '';
    for await (const chunk of incoming.setEncoding('utf8')) body += chunk;
    const { method = 'GET', headers } = incoming;
    const request = { method, path: url.pathname, query: url.searchParams, headers, body };
    this.requests.push(request);
    const reply = this.#replies.get(url.pathname);
    if (reply) reply(response, request);
    else if (/^\/\w+\.js$/.test(url.pathname)) await this.#script(url.pathname, response);
    else response.writeHead(404).end();
  }

  async #script(path: string, response: ServerResponse): Promise<void> {
    const code = await readFile(join(this.bundles, path));
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Content-Security-Policy': POLICY }).end(code);
  }
}
