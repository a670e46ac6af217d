/** A live server, started now or found alive. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Found alive: an earlier Binnacle was killed and its server was not. */
  readonly adopted: boolean;
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<void>;
}
