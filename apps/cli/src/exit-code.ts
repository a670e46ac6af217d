/** What the command tells the shell. */
export const ExitCode = {
  done: 0,
  failed: 1,
  /** `ask`: nobody answered in time. */
  noAnswer: 2,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
