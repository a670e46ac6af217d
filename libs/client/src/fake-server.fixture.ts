/**
 * A Binnacle server for tests of its clients: real sockets, everything in memory, and faults on demand. Only what the
 * clients use; the truth is `test/conformance`.
 */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { BinnacleError, fromWire, parseEvent, toWire, type WireEvent } from '@binnacle/events';
import { selects } from './fake-selection.fixture.js';
import type { WireQuestion } from './question.js';

/** Answered instead of the real thing, once. `'cut'` closes the connection without an answer. */
export type Fault = 'cut' | { status: number; headers?: Record<string, string>; body?: object };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (url: URL, request: SeenRequest, response: ServerResponse) => void | Promise<void>;

export class FakeServer {
  readonly events: WireEvent[] = [];
  readonly questions: WireQuestion[] = [];
  readonly requests: SeenRequest[] = [];
  /** One is used up by each request that `faultsFor` matches. */
  readonly faults: Fault[] = [];
  faultsFor = /^POST \/api\/v1\/events/;
  /** Called for each request before it is answered. */
  onRequest: (request: SeenRequest) => void | Promise<void> = () => {};
  private readonly streams = new Map<ServerResponse, URL>();
  private readonly waiters = new Set<() => void>();
  private server: http.Server | undefined;
  private port = 0;

  static async start(): Promise<FakeServer> {
    const fake = new FakeServer();
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  /** Again on the same port after `stop`. Events and questions are still there, as after a restart. */
  async listen(): Promise<void> {
    const server = http.createServer((request, response) => void this.handle(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Breaks every connection, as a kill does. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server?.close(() => resolve()) ?? resolve());
    this.server?.closeAllConnections();
    this.streams.clear();
    for (const wake of this.waiters) wake();
    await closed;
  }

  /** Ends the streams, while the server stays. */
  endStreams(): void {
    for (const stream of this.streams.keys()) stream.end();
    this.streams.clear();
  }

  seen(method: string, path: string): SeenRequest[] {
    return this.requests.filter((request) => request.method === method && request.path.startsWith(path));
  }

  /** Stores an event as if an agent had sent it. */
  add(input: object): WireEvent {
    const now = new Date().toISOString();
    const draft = parseEvent(input, { project: 'default', receivedAt: now });
    const known = this.events.find(({ id }) => id === draft.id);
    if (known) return known;
    const event = toWire({ ...draft, seq: BigInt(this.events.length + 1) });
    this.events.push(event);
    this.note(event);
    for (const [stream, url] of this.streams) if (selects(url, event)) stream.write(frame(event));
    return event;
  }

  answer(id: string, answer: string, by = 'somebody'): void {
    this.close(id, { state: 'answered', answer, answered_by: by });
  }

  close(id: string, change: Partial<WireQuestion>): void {
    const index = this.questions.findIndex((question) => question.id === id || question.msg_id === id);
    const question = this.questions[index];
    if (!question) throw new Error(`no question ${id}`);
    this.questions[index] = { ...question, closed_at: new Date().toISOString(), ...change };
    for (const wake of this.waiters) wake();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const { method = '', headers } = request;
    const seen = { method, path: `${url.pathname}${url.search}`, headers, body: await text(request) };
    this.requests.push(seen);
    await this.onRequest(seen);
    const fault = this.faultsFor.test(`${method} ${seen.path}`) ? this.faults.shift() : undefined;
    if (fault === 'cut') response.socket?.destroy();
    else if (fault) send(response, fault.status, fault.body ?? {}, fault.headers);
    else await this.routeFor(method, url.pathname)(url, seen, response);
  }

  private routeFor(method: string, path: string): Answer {
    if (path === '/health') {
      return (_url, _seen, response) => send(response, 200, { status: 'ok', last_seq: String(this.events.length) });
    }
    if (path === '/api/v1/events') return method === 'POST' ? this.ingest : this.page;
    if (path === '/api/v1/events/stream') return this.stream;
    if (path === '/api/v1/questions') return this.listQuestions;
    if (path.startsWith('/api/v1/questions/')) return this.question;
    if (path.endsWith('/respond')) return this.respond;
    return (_url, _seen, response) => problem(response, new BinnacleError('route_not_found', path));
  }

  private readonly ingest: Answer = (_url, { body }, response) => {
    const items = [JSON.parse(body)].flat() as object[];
    const rejected: object[] = [];
    const before = this.events.length;
    items.forEach((item, index) => {
      try {
        this.add(item);
      } catch (error) {
        const { code, detail } = error as BinnacleError;
        rejected.push({ index, code, detail });
      }
    });
    const accepted = this.events.length - before;
    if (rejected.length === items.length) {
      problem(response, new BinnacleError('no_valid_event', 'all events were refused', { rejected }));
    } else {
      const duplicates = items.length - rejected.length - accepted;
      send(response, 200, { accepted, duplicates, rejected, last_seq: String(this.events.length) });
    }
  };

  private readonly page: Answer = (url, _seen, response) => {
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const found = this.events.filter((event) => selects(url, event));
    if (url.searchParams.get('order') !== 'asc') found.reverse();
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const more = found.length > from + limit;
    const data = found.slice(from, from + limit);
    send(response, 200, { data, next_cursor: more ? String(from + limit) : null, has_more: more });
  };

  private readonly stream: Answer = (url, { headers }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    const after = BigInt(String(headers['last-event-id'] ?? url.searchParams.get('after') ?? this.events.length));
    for (const event of this.events)
      if (fromWire(event).seq > after && selects(url, event)) response.write(frame(event));
    this.streams.set(response, url);
    response.on('close', () => this.streams.delete(response));
  };

  private readonly listQuestions: Answer = (url, _seen, response) => {
    const [state, agent] = [url.searchParams.get('state'), url.searchParams.get('agent_id')];
    const data = this.questions.filter((q) => (!state || q.state === state) && (!agent || q.agent_id === agent));
    send(response, 200, { data: data.reverse() });
  };

  private readonly question: Answer = async (url, _seen, response) => {
    const id = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
    const find = () => this.questions.find((question) => question.id === id || question.msg_id === id);
    if (find()?.state === 'open' && url.searchParams.has('wait')) {
      await new Promise<void>((resolve) => {
        this.waiters.add(resolve);
        response.on('close', resolve);
      });
    }
    const question = find();
    if (question) send(response, 200, question);
    else problem(response, new BinnacleError('question_not_found', `no question has the id ${id}`));
  };

  private readonly respond: Answer = (url, { body }, response) => {
    const agentId = decodeURIComponent(url.pathname.split('/')[2] ?? '');
    const given = JSON.parse(body) as { answer: string; msg_id?: string; answered_by?: string };
    const asked = this.questions.filter((q) => q.agent_id === agentId && (!given.msg_id || q.msg_id === given.msg_id));
    const [question] = asked.filter(({ state }) => state === 'open');
    if (question) {
      this.answer(question.id, given.answer, given.answered_by);
      send(response, 200, { ...this.questions.find(({ id }) => id === question.id), question_id: question.id });
    } else if (asked[0]) {
      const context = { answered_by: asked[0].answered_by, answered_at: asked[0].closed_at };
      problem(response, new BinnacleError('question_closed', `answered by ${asked[0].answered_by}`, context));
    } else problem(response, new BinnacleError('question_not_found', `agent "${agentId}" has no open question`));
  };

  private note(event: WireEvent): void {
    const { question = '', options = [], msg_id = event.id } = event.payload as Partial<WireQuestion>;
    if (event.type !== 'agent:blocked') return;
    const same = this.questions.some((q) => q.msg_id === msg_id && q.agent_id === event.agent_id);
    if (same) return;
    const { id, agent_id, session_id, graph_id, node_id, timestamp: asked_at } = event;
    const open = { state: 'open', answer: null, answered_by: null, closed_at: null } as const;
    this.questions.push({ id, msg_id, agent_id, session_id, graph_id, node_id, question, options, asked_at, ...open });
  }
}

const frame = (event: WireEvent): string => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const problem = (response: ServerResponse, { code, detail, context, status }: BinnacleError): void =>
  send(response, status, { ...context, status, code, detail }, { 'content-type': 'application/problem+json' });
