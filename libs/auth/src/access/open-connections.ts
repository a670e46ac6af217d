import type { ServerResponse } from 'node:http';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** What a connection was opened with, and whether that still holds. */
export interface Credential {
  /** `key:<id>` or `session:<id>` */
  readonly name: string;
  /** Changes when what it may do changes; undefined when it holds no more. */
  readonly now: () => Promise<string | undefined>;
}

interface Opened {
  readonly credential: Credential;
  /** Of when they were opened. */
  readonly rights: string;
  readonly responses: Set<ServerResponse>;
}

/** Milliseconds until a change made by another process ends what is open here. */
const LOOK_EVERY_MS = 5_000;

/** Answers under way, by what they were asked with: streams and long polls end when a key or session does. */
@Injectable()
export class OpenConnections implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Access');
  private readonly opened = new Map<string, Opened>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  add(credential: Credential, rights: string, response: ServerResponse): void {
    const slot = `${credential.name} ${rights}`;
    let opened = this.opened.get(slot);
    if (!opened) {
      opened = { credential, rights, responses: new Set() };
      this.opened.set(slot, opened);
    }
    const { responses } = opened;
    responses.add(response);
    response.once('close', () => {
      responses.delete(response);
      if (responses.size === 0 && this.opened.get(slot)?.responses === responses) this.opened.delete(slot);
    });
  }

  /** Ends what was opened with rights that hold no more. Resolves when all were looked at. */
  async recheck(): Promise<void> {
    const opened = [...this.opened.values()];
    // Asked all at once, they are read by one query.
    const looked = await Promise.allSettled(opened.map(({ credential }) => credential.now()));
    looked.forEach((look, index) => {
      if (look.status === 'rejected' || look.value === opened[index]?.rights) return;
      for (const response of [...(opened[index]?.responses ?? [])]) end(response);
    });
    const failed = looked.find((look) => look.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private look(): Promise<void> {
    this.looking ??= this.recheck()
      .catch((error) => this.logger.warn({ err: error }, 'whether open connections may stay could not be read'))
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }
}

/** A poll gets its answer; a stream has one already, and is cut, so that its client does not take it for whole. */
function end(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(401, { 'content-type': 'application/problem+json; charset=utf-8' }).end(ENDED);
}

const ENDED = JSON.stringify({
  type: 'urn:binnacle:error:unauthenticated',
  title: 'It is not known who calls',
  status: 401,
  detail: 'the key or session of this request ended meanwhile',
  code: 'unauthenticated',
  help: 'Send a valid API key, or sign in.',
});
