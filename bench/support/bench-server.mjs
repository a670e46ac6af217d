/** The production server as a child, with what the kernel says about its cost. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
/** `BENCH_NODE_ARGS="--cpu-prof --cpu-prof-dir=/tmp/profile" npm run bench ingest` shows where the time goes. The first as in `npm start`. */
const NODE_ARGS = ['--max-semi-space-size=32', ...(process.env.BENCH_NODE_ARGS?.split(' ') ?? [])];

/** As the environment of a child: it can be asked what it has in use. */
export const COLLECTING = { NODE_OPTIONS: `--import=${new URL('collect-on-signal.mjs', import.meta.url)}` };

export async function startChild(file, env, ready) {
  const child = spawn(process.execPath, [...NODE_ARGS, file], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit', ...(env.NODE_OPTIONS ? ['ipc'] : [])],
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-4_000);
      const [, found] = ready.exec(output) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${output}`)));
  });
  return {
    url,
    pid: child.pid,
    /** CPU used so far, ms. */
    cpuMs: () => {
      const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
    },
    /** What is in use when all garbage is collected, MB; of a server that was started with `COLLECTING`. */
    usedMb: async () => {
      const told = once(child, 'message');
      child.kill('SIGUSR2');
      const [bytes] = await told;
      return bytes / 2 ** 20;
    },
    /** Resident memory, MB. */
    rssMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1_024,
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** The production server; `main` is another one that says it is ready. */
export const startBinnacle = (
  databaseUrl,
  env = {},
  main = new URL('../../dist/apps/server/src/main.js', import.meta.url),
) =>
  startChild(
    main.pathname,
    { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'warn', BINNACLE_MAX_VIEWERS: '5000', ...env },
    /Binnacle is ready: (\S+)/,
  );
