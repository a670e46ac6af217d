import { BinnacleError } from '@binnacle/events';
import { type Config, readConfig } from '../config.js';
import { type Finding, fail, ok, warn } from './finding.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Read by the command, the SDK, built-in parts, and docker compose. */
const OTHERS = [
  'BINNACLE_DB_PASSWORD',
  'BINNACLE_DOMAIN',
  'BINNACLE_URL',
  'BINNACLE_API_KEY',
  'BINNACLE_PG_BIN',
  'BINNACLE_MASK_SECRETS',
  'BINNACLE_MASK_PATTERNS',
];
const OLDEST_NODE = [20, 19] as const;

/** The environment as the start would read it, and what in it nothing reads: mostly a slip of the pen. */
export function checkEnvironment(env: Environment, cwd: string): { findings: Finding[]; config: Config | undefined } {
  const read = new Set<string>(OTHERS);
  const watched = new Proxy(env, {
    get: (target, name: string) => {
      read.add(name);
      return target[name];
    },
  });
  try {
    const config = readConfig(watched, cwd);
    const unknown = Object.keys(env).filter((name) => name.startsWith('BINNACLE_') && !read.has(name));
    const findings = unknown.map((name) =>
      warn('environment', `nothing of the server reads ${name}; a plugin may, or its name is misspelt`),
    );
    return { config, findings: [ok('environment', 'can be read'), ...findings] };
  } catch (error) {
    if (!(error instanceof BinnacleError)) throw error;
    return { config: undefined, findings: [fail('environment', error.detail)] };
  }
}

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return isOld ? fail('node', `${version}; ${OLDEST_NODE.join('.')} or newer is needed`) : ok('node', version);
}
