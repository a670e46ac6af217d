import os from 'node:os';

/** What of this machine `binnacle connect` looks at. Tests bring their own home. */
export interface Machine {
  readonly home: string;
  /** The project's folder. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export const thisMachine = (env: NodeJS.ProcessEnv): Machine => ({
  home: env.HOME || os.homedir(),
  cwd: process.cwd(),
  env,
});
