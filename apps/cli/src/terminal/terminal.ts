/** What a command may touch of the outside: two outputs, Ctrl-C, and what the terminal can show. Tests pass their own. */
export interface Terminal {
  /** Results. Without a line break of its own. */
  out(text: string): void;
  /** Results as bytes; resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** Notes and errors, so that results can be piped. */
  err(text: string): void;
  /** Asks the person in front; undefined when nobody is there to ask. False also when they leave. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined;
  readonly colour: boolean;
  /** Characters in a line; undefined when nobody looks at it. */
  readonly columns: number | undefined;
  /** Aborts at Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
}
