import { LifecycleError } from '@binnacle/events';
import { Injectable } from '@nestjs/common';
import { type Options, hash as slowHash, verify as slowVerify } from '@node-rs/argon2';
import { newSecret } from '../secret.js';

/** OWASP's for argon2id: 19 MiB, two passes. */
const PARAMETERS: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashes at once, and those that may wait for their turn: they are slow on purpose, and ingest needs the cores too. */
const AT_ONCE = 2;
const WAITING = 50;

/** Slow hashes of passwords, with a bound on how much they may take of the machine. */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly queue: (() => void)[] = [];
  private nobody: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.inTurn(() => slowHash(password, PARAMETERS));
  }

  /**
   * Whether the password is the one of the hash. Without a hash as much work is done, for nothing: how long it takes does not tell
   * whether there is such an account.
   */
  async verify(hash: string | null | undefined, password: string): Promise<boolean> {
    this.nobody ??= this.hash(newSecret());
    const against = hash ?? (await this.nobody);
    const isRight = await this.inTurn(() => slowVerify(against, password));
    return hash ? isRight : false;
  }

  /** @throws LifecycleError `login_busy` */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.queue.length >= WAITING) throw new LifecycleError('login_busy', `${WAITING} others sign in right now`);
      await new Promise<void>((resolve) => this.queue.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
