/** The part of the environment that is about signing in. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type FirstAdmin, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, type OidcOptions } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws BinnacleError `invalid_config`, never with the password */
export function readFirstAdmin(env: Environment, cwd: string): FirstAdmin | undefined {
  const email = env.BINNACLE_ADMIN_EMAIL?.trim().toLowerCase();
  const password = secret(
    env.BINNACLE_ADMIN_PASSWORD,
    env.BINNACLE_ADMIN_PASSWORD_FILE,
    'BINNACLE_ADMIN_PASSWORD',
    cwd,
  );
  if (!email && !password) return undefined;
  if (!email || !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw refused('BINNACLE_ADMIN_EMAIL', 'must be an e-mail address beside BINNACLE_ADMIN_PASSWORD');
  }
  if (!password || password.length < MIN_PASSWORD_CHARS || password.length > MAX_PASSWORD_CHARS) {
    throw refused('BINNACLE_ADMIN_PASSWORD', `must have ${MIN_PASSWORD_CHARS} to ${MAX_PASSWORD_CHARS} characters`);
  }
  return { email, password };
}

/** @throws BinnacleError `invalid_config` */
export function readOidc(env: Environment, cwd: string): OidcOptions | undefined {
  const issuer = env.BINNACLE_OIDC_ISSUER;
  const clientId = env.BINNACLE_OIDC_CLIENT_ID;
  const file = env.BINNACLE_OIDC_CLIENT_SECRET_FILE;
  const clientSecret = secret(env.BINNACLE_OIDC_CLIENT_SECRET, file, 'BINNACLE_OIDC_CLIENT_SECRET', cwd);
  if (!issuer && !clientId) return undefined;
  if (!issuer || !isTrusted(issuer)) {
    throw refused('BINNACLE_OIDC_ISSUER', 'must be an https URL, or http on this machine');
  }
  if (!clientId) throw refused('BINNACLE_OIDC_CLIENT_ID', 'must be set beside BINNACLE_OIDC_ISSUER');
  const domains = (env.BINNACLE_OIDC_DOMAINS ?? '')
    .split(',')
    .map((domain) => domain.trim().toLowerCase())
    .filter(Boolean);
  return { issuer, clientId, clientSecret, name: env.BINNACLE_OIDC_NAME || new URL(issuer).hostname, domains };
}

function isTrusted(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function secret(value: string | undefined, file: string | undefined, name: string, cwd: string): string | undefined {
  if (value && file) throw refused(name, `and ${name}_FILE are both set; one of them is enough`);
  if (!file) return value || undefined;
  try {
    // Editors and `docker secret create` leave a line break at the end.
    return readFileSync(path.resolve(cwd, file), 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw refused(`${name}_FILE`, `can't be read: ${(error as Error).message}`);
  }
}

const refused = (variable: string, what: string) =>
  new BinnacleError('invalid_config', `${variable} ${what}`, { variable });
