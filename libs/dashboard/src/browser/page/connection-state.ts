/** The stream's state as its events tell it. Pure: time is given. */
export type ConnectionName = 'connecting' | 'live' | 'reconnecting' | 'lost';

const WORDS: Record<ConnectionName, string> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  lost: 'Connection lost',
};

/** A deploy's blink is not worth a number. */
const QUIET_MS = 2_500;

export class ConnectionState {
  name: ConnectionName = 'connecting';
  #running = 0;

  constructor(private lostAt: number) {}

  get words(): string {
    return WORDS[this.name];
  }

  /** Whole seconds without the stream, once there are enough to speak of. */
  secondsLost(now: number): number | undefined {
    const lost = now - this.lostAt;
    return this.name === 'live' || lost <= QUIET_MS ? undefined : Math.floor(lost / 1_000);
  }

  saw(type: string, now: number): void {
    if (type === 'open' || type.startsWith('datastar-')) this.name = 'live';
    else if (type === 'started') this.#started(now);
    else if (type === 'finished') this.#finished(now);
    else if (type === 'error' || type === 'retrying') this.#leave('reconnecting', now);
    else if (type === 'retries-failed') this.#leave('lost', now);
  }

  #started(now: number): void {
    this.#running++;
    if (this.name === 'lost') this.#leave('connecting', now);
  }

  /** A filter's new stream starts before its predecessor reports its end, so the last one out counts. */
  #finished(now: number): void {
    this.#running = Math.max(0, this.#running - 1);
    if (this.#running === 0) this.#leave('lost', now);
  }

  #leave(to: ConnectionName, now: number): void {
    if (this.name === 'live') this.lostAt = now;
    this.name = to;
  }
}
