/** The part of the environment that is about signing in. */
import { type FirstAdmin, MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, type OidcOptions } from '@binnacle/auth';
import { BinnacleError } from '@binnacle/events';
import { secretSetting } from './secret-setting.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws BinnacleError `invalid_config`, never with the password */
export function readFirstAdmin(env: Environment, cwd: string): FirstAdmin | undefined {
  const email = env.BINNACLE_ADMIN_EMAIL?.trim().toLowerCase();
  const given = { value: env.BINNACLE_ADMIN_PASSWORD, file: env.BINNACLE_ADMIN_PASSWORD_FILE };
  const password = secretSetting('BINNACLE_ADMIN_PASSWORD', given, cwd);
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
  const given = { value: env.BINNACLE_OIDC_CLIENT_SECRET, file: env.BINNACLE_OIDC_CLIENT_SECRET_FILE };
  const clientSecret = secretSetting('BINNACLE_OIDC_CLIENT_SECRET', given, cwd);
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

const refused = (variable: string, what: string) =>
  new BinnacleError('invalid_config', `${variable} ${what}`, { variable });
