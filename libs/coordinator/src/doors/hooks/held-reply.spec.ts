import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { HeldReply, KEEP_ALIVE_MS } from './held-reply.js';

class Response extends EventEmitter {
  text = '';
  status = 0;
  readonly socket = undefined;
  setHeader(): void {}
  writeHead(status: number): void {
    this.status = status;
  }
  write(chunk: string): void {
    this.text += chunk;
  }
  end(chunk: string): void {
    this.text += chunk;
    this.emit('finish');
    this.emit('close');
  }
  destroy(): void {}
}

describe('HeldReply', () => {
  let response: Response;
  let held: HeldReply;
  beforeEach(() => {
    jest.useFakeTimers();
    response = new Response();
    held = new HeldReply({ hijack: () => undefined, raw: response, getHeaders: () => ({}) } as unknown as FastifyReply);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is 200 from the start, and keeps the connection busy with white space until it ends', () => {
    expect(response.status).toBe(200);
    jest.advanceTimersByTime(3 * KEEP_ALIVE_MS);
    held.end({ decision: 'deny' });
    jest.advanceTimersByTime(3 * KEEP_ALIVE_MS);
    expect(response.text).toBe('   {"decision":"deny"}');
  });

  it('tells that the answer went out, once it has', () => {
    const sent = jest.fn();
    held.end({}, sent);
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it('sends and tells nothing when the client has left', () => {
    const sent = jest.fn();
    response.emit('close');
    expect(held.gone.aborted).toBe(true);
    held.end({}, sent);
    jest.advanceTimersByTime(3 * KEEP_ALIVE_MS);
    expect([response.text, sent.mock.calls]).toEqual(['', []]);
  });
});
