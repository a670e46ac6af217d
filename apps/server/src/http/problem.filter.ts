import { safeNext } from '@binnacle/auth';
import { unaskedAnswer } from '@binnacle/coordinator';
import { type AssetStore, encodePatch, errorPage, notice } from '@binnacle/dashboard';
import type { ErrorCode } from '@binnacle/events';
import { redactedUrl } from '@binnacle/http';
import { isOtlpRoute, isTelemetryRoute, otlpStatus } from '@binnacle/ingest';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemDocument, problemDocument, RETRY_AFTER_SECONDS } from './problem-document.js';
import { tellProblem } from './told-problems.js';

const MAX_EXPORTER_WAIT_SECONDS = 5;

/**
 * The one place where errors become answers: a problem document for programs, a page for people, and for Datastar a notice
 * patched into the page (it ignores the body of a 4xx), for OpenTelemetry a google.rpc.Status.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly assets: AssetStore) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem: ProblemDocument = { ...forClient(request, problemDocument(error)), request_id: request.id };
    tellProblem(request, { code: problem.code, error: problem.code === 'internal' ? error : undefined });
    if (problem.code === 'internal')
      this.logger.error({ err: error, url: redactedUrl(request.url), method: request.method }, 'a request failed');
    // A hijacked stream that breaks has sent its head already.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const answer = hookAnswer(request, problem);
    if (answer !== undefined) {
      // Its body is read to the end and thrown away.
      void reply.removeHeader('connection');
      void reply.code(200).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer));
      return;
    }
    if (problem.status === 503) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    if (problem.status === 429) void reply.header('retry-after', String(problem.retry_after ?? RETRY_AFTER_SECONDS));
    // Not Basic as well: browsers would ask for a password in a window of their own.
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="binnacle"');
    const isPage = request.headers.accept?.includes('text/html') && (request.method === 'GET' || isForm(request));
    if (isOtlpRoute(pathOf(request))) this.otlp(request, reply, problem);
    else if (request.headers['datastar-request'] && request.method !== 'GET') this.patchNotice(reply, problem);
    else if (isPage && request.headers['datastar-request']) this.document(reply, problem);
    else if (isPage && problem.code === 'unauthenticated') this.signIn(request, reply);
    else if (isPage && problem.code === 'setup_required') void reply.redirect('/setup', 303);
    else if (isPage) this.page(reply, problem);
    else this.document(reply, problem);
  }

  private otlp(request: FastifyRequest, reply: FastifyReply, { status, detail, title }: ProblemDocument): void {
    // Exporters give up after ten seconds, whatever they are told.
    const wait = Number(reply.getHeader('retry-after') ?? 0);
    if (wait > MAX_EXPORTER_WAIT_SECONDS) void reply.header('retry-after', String(MAX_EXPORTER_WAIT_SECONDS));
    const answer = otlpStatus(request.headers['content-type'], status, `${title}: ${detail}`);
    void reply.code(status).header('content-type', answer.type).send(answer.body);
  }

  private document(reply: FastifyReply, problem: ProblemDocument): void {
    void reply
      .code(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  }

  private signIn({ method, url }: FastifyRequest, reply: FastifyReply): void {
    const next = method === 'GET' ? safeNext(url) : '/';
    void reply
      .header('cache-control', 'no-store')
      .redirect(next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`, 303);
  }

  private page(reply: FastifyReply, { status, title, detail }: ProblemDocument): void {
    const requestId = String(reply.request.id);
    void reply
      .code(status)
      .header('content-type', 'text/html; charset=utf-8')
      .send(errorPage({ status, title, detail, requestId, css: this.assets.url('binnacle.css') }).toString());
  }

  private patchNotice(reply: FastifyReply, { title, detail }: ProblemDocument): void {
    const html = notice({ id: `n${Date.now()}`, kind: 'error', text: `${title}: ${detail}` });
    const frame = encodePatch(html.toString(), { mode: 'append', selector: '#notices' });
    void reply.code(200).header('content-type', 'text/event-stream; charset=utf-8').send(frame);
  }
}

/** What a page without a script sends. */
const isForm = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

/** Of hooks whose body was not read: any other answer lets the call run that people should have been asked about. */
function hookAnswer({ method, url }: FastifyRequest, { code, title, detail }: ProblemDocument) {
  return method === 'POST' && NOT_READ.has(code) ? unaskedAnswer(url, `${title}: ${detail}`) : undefined;
}
const NOT_READ: ReadonlySet<string> = new Set([
  'body_too_large',
  'too_many_bodies',
  'internal',
  'shutting_down',
] satisfies ErrorCode[]);

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

/** Exporters drop what is answered 500 and send again what is answered 503: our own faults must not cost anyone's telemetry. */
const forClient = (request: FastifyRequest, problem: ProblemDocument): ProblemDocument =>
  problem.status >= 500 && isTelemetryRoute(pathOf(request)) ? { ...problem, status: 503 } : problem;
