/** A real SSE client over a raw HTTP request: sees frames as they arrive, and can stop reading. */
import http, { type IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

export class SseClient {
  readonly messages: EventSourceMessage[] = [];
  readonly comments: string[] = [];
  retry: number | undefined;
  ended = false;
  private wake: () => void = () => {};

  private constructor(
    readonly request: http.ClientRequest,
    readonly response: IncomingMessage,
  ) {
    const parser = createParser({
      onEvent: (message) => {
        this.messages.push(message);
        this.wake();
      },
      onComment: (comment) => this.comments.push(comment),
      onRetry: (retry) => {
        this.retry = retry;
      },
    });
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => parser.feed(chunk));
    const end = () => {
      this.ended = true;
      this.wake();
    };
    response.on('end', end);
    response.on('close', end);
    response.on('error', end);
  }

  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<SseClient> {
    return new Promise((resolve, reject) => {
      const request = http.get(url, { headers, agent: false }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
        else resolve(new SseClient(request, response));
      });
      request.once('error', reject);
    });
  }

  /** Resolves when `done` holds for what arrived; fails after a generous time with what did. */
  async until(done: (messages: readonly EventSourceMessage[]) => boolean, timeoutMs = 10_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!done(this.messages)) {
      const left = deadline - Date.now();
      if (left <= 0 || this.ended) {
        const seen = this.messages.slice(-5).map(({ id, data }) => `${id}: ${data.slice(0, 200)}`);
        throw new Error(
          `${this.ended ? 'the stream ended' : 'timed out'} after ${this.messages.length} messages:\n${seen.join('\n')}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  close(): void {
    this.response.destroy();
    this.request.destroy();
  }
}
