import { safeNext } from '@binnacle/auth';
import { encodePatch, errorPage, notice } from '@binnacle/dashboard';
import { redactedUrl } from '@binnacle/http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ProblemDocument, problemDocument, RETRY_AFTER_SECONDS } from './problem-document.js';

/**
 * The one place where errors become answers: a problem document for programs, a page for people, and for Datastar a notice
 * patched into the page (it ignores the body of a 4xx).
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemDocument(error);
    if (problem.code === 'internal')
      this.logger.error({ err: error, url: redactedUrl(request.url), method: request.method }, 'a request failed');
    // A hijacked stream that breaks has sent its head already.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (problem.status === 503) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    if (problem.status === 429) void reply.header('retry-after', String(problem.retry_after ?? RETRY_AFTER_SECONDS));
    // Not Basic as well: browsers would ask for a password in a window of their own.
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="binnacle"');
    const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (request.headers['datastar-request'] && request.method !== 'GET') this.patchNotice(reply, problem);
    else if (isPage && request.headers['datastar-request']) this.document(reply, problem);
    else if (isPage && problem.code === 'unauthenticated') this.signIn(request, reply);
    else if (isPage) this.page(reply, problem);
    else this.document(reply, problem);
  }

  private document(reply: FastifyReply, problem: ProblemDocument): void {
    void reply
      .code(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem));
  }

  private signIn({ url }: FastifyRequest, reply: FastifyReply): void {
    const next = safeNext(url);
    void reply
      .header('cache-control', 'no-store')
      .redirect(next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`, 303);
  }

  private page(reply: FastifyReply, { status, title, detail }: ProblemDocument): void {
    void reply
      .code(status)
      .header('content-type', 'text/html; charset=utf-8')
      .send(errorPage({ status, title, detail }).toString());
  }

  private patchNotice(reply: FastifyReply, { title, detail }: ProblemDocument): void {
    const html = notice({ id: `n${Date.now()}`, kind: 'error', text: `${title}: ${detail}` });
    const frame = encodePatch(html.toString(), { mode: 'append', selector: '#notices' });
    void reply.code(200).header('content-type', 'text/event-stream; charset=utf-8').send(frame);
  }
}
