/**
 * The environment, read once. Defaults are the constants here; a refusal names the variable, its value and what is allowed.
 * docs/reference/environment.md lists the same.
 */
import path from 'node:path';
import type { FirstAdmin, OidcOptions } from '@binnacle/auth';
import type { WorkspaceRoot } from '@binnacle/coordinator';
import { BinnacleError } from '@binnacle/events';
import { type AllowedTargets, readAllowedTargets } from '@binnacle/notifiers';
import { DEFAULT_DATA_DIR } from '@binnacle/persistence';
import type { GivenOptions } from '@binnacle/plugin-kit';
import type { Price } from './core/price.js';
import { readPrices } from './core/price-book.js';
import { readWorkspaces } from './core/workspaces.js';
import type { RateLimits } from './http/rate-limits/limit-rates.js';
import { readProxies } from './http/read-proxies.js';
import { readSelfOtlp, type SelfOtlpOptions } from './operations/telemetry/self-otlp-options.js';
import { readPluginOptions } from './plugins/plugin-options.js';
import { readFirstAdmin, readOidc } from './sign-in-config.js';

export const DEFAULT_PORT = 4700;
export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PLUGINS_DIR = 'plugins';
export const DEFAULT_MAX_VIEWERS = 2_000;
/** Requests a minute by one key or address. */
export const DEFAULT_RATE_LIMITS: RateLimits = { ingest: 600_000, read: 60_000, login: 300 };
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Everybody is served as long as there are no accounts. */
  readonly openWithoutAccounts: boolean;
  /** The first account, made when there is none. */
  readonly admin: FirstAdmin | undefined;
  readonly oidc: OidcOptions | undefined;
  /** Undefined = the embedded Postgres in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  /** Host names a browser may use; others are refused against DNS rebinding. Undefined = any. */
  readonly allowedHosts: ReadonlySet<string> | undefined;
  readonly publicUrl: string | undefined;
  readonly datastarClient: string | undefined;
  readonly maxViewers: number;
  /** Undefined = events are kept for ever. */
  readonly retentionDays: number | undefined;
  /** Undefined = the audit log is kept for ever. */
  readonly auditDays: number | undefined;
  /** Undefined = no budget. */
  readonly maxDiskBytes: number | undefined;
  /** Packages and files; see plugins/load-plugins.ts. */
  readonly plugins: readonly string[];
  /** Absolute. A folder of plugins; it need not exist. */
  readonly pluginsDir: string;
  /** Options by part: `panel:<id>` or `filter:<id>`. */
  readonly pluginOptions: Readonly<Record<string, GivenOptions>>;
  /** For authors: plugins of the folder are loaded anew when they change. */
  readonly dev: boolean;
  readonly prices: Readonly<Record<string, Price>>;
  /** Folders and files in which agents keep their workspaces. */
  readonly workspaces: readonly WorkspaceRoot[];
  /** Private targets that notifications may go to. */
  readonly webhookAllow: AllowedTargets;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** A line for every request. */
  readonly accessLog: boolean;
  /** Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses, CIDR ranges, names of ranges. */
  readonly trustedProxies: readonly string[];
  readonly rateLimits: RateLimits;
  /** Asked for by `/metrics`; undefined = only this machine may read them. */
  readonly metricsToken: string | undefined;
  /** Where the server's own traces and metrics go; undefined = nowhere. */
  readonly selfOtlp: SelfOtlpOptions | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws BinnacleError `invalid_config` */
export function readConfig(env: Environment, cwd = process.cwd()): Config {
  const host = env.HOST || DEFAULT_HOST;
  const publicUrl = url('BINNACLE_PUBLIC_URL', env, ['http:', 'https:']);
  return {
    port: integer('PORT', env, { min: 0, max: 65_535, absent: DEFAULT_PORT }),
    host,
    openWithoutAccounts: isLoopback(host) || env.BINNACLE_OPEN_ACCESS === '1',
    admin: readFirstAdmin(env, cwd),
    oidc: readOidc(env, cwd),
    databaseUrl: url('DATABASE_URL', env, ['postgres:', 'postgresql:']),
    dataDir: path.resolve(cwd, env.BINNACLE_DATA_DIR || DEFAULT_DATA_DIR),
    allowedHosts: isLoopback(host) ? loopbackHosts(publicUrl) : undefined,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    datastarClient: env.DATASTAR_CLIENT || undefined,
    maxViewers: integer('BINNACLE_MAX_VIEWERS', env, { min: 1, max: 100_000, absent: DEFAULT_MAX_VIEWERS }),
    retentionDays: env.BINNACLE_RETENTION_DAYS
      ? integer('BINNACLE_RETENTION_DAYS', env, { min: 1, max: 36_500, absent: 0 })
      : undefined,
    auditDays: env.BINNACLE_AUDIT_DAYS
      ? integer('BINNACLE_AUDIT_DAYS', env, { min: 1, max: 36_500, absent: 0 })
      : undefined,
    maxDiskBytes: bytes('BINNACLE_MAX_DISK', env),
    plugins: (env.BINNACLE_PLUGINS ?? '')
      .split(',')
      .map((text) => text.trim())
      .filter(Boolean),
    pluginsDir: path.resolve(cwd, env.BINNACLE_PLUGINS_DIR || DEFAULT_PLUGINS_DIR),
    pluginOptions: readPluginOptions(env.BINNACLE_PLUGIN_OPTIONS, cwd),
    dev: env.BINNACLE_DEV === '1',
    prices: readPrices(env.BINNACLE_PRICES && path.resolve(cwd, env.BINNACLE_PRICES)),
    workspaces: readWorkspaces(env.BINNACLE_WORKSPACES, cwd),
    webhookAllow: readAllowedTargets(env.BINNACLE_WEBHOOK_ALLOW),
    logLevel: oneOf('LOG_LEVEL', env, LOG_LEVELS, 'info'),
    accessLog: env.BINNACLE_ACCESS_LOG === '1',
    trustedProxies: readProxies(env.BINNACLE_TRUSTED_PROXIES),
    rateLimits: {
      ingest: integer('BINNACLE_RATE_INGEST', env, rate(DEFAULT_RATE_LIMITS.ingest)),
      read: integer('BINNACLE_RATE_READ', env, rate(DEFAULT_RATE_LIMITS.read)),
      login: integer('BINNACLE_RATE_LOGIN', env, rate(DEFAULT_RATE_LIMITS.login)),
    },
    metricsToken: secret('BINNACLE_METRICS_TOKEN', env),
    selfOtlp: readSelfOtlp(env, cwd),
  };
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

const loopbackHosts = (publicUrl: string | undefined): ReadonlySet<string> =>
  new Set(['localhost', '127.0.0.1', '[::1]', ...(publicUrl ? [new URL(publicUrl).hostname] : [])]);

function integer(name: string, env: Environment, range: { min: number; max: number; absent: number }): number {
  const value = env[name];
  if (!value) return range.absent;
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < range.min || number > range.max) {
    throw refused(name, value, `a whole number from ${range.min} to ${range.max}`);
  }
  return number;
}

const rate = (absent: number) => ({ min: 0, max: 100_000_000, absent });

/** Shorter than this is guessed. */
const MIN_SECRET_CHARS = 16;

/** The value is not repeated in a refusal. */
function secret(name: string, env: Environment): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!/^[\x21-\x7e]+$/.test(value) || value.length < MIN_SECRET_CHARS) {
    const detail = `${name} needs at least ${MIN_SECRET_CHARS} visible characters, without spaces`;
    throw new BinnacleError('invalid_config', detail, { variable: name });
  }
  return value;
}

const UNITS = { MB: 1e6, GB: 1e9, TB: 1e12 } as const;
/** Less than this is no archive: an empty database takes about 10 MB. */
const MIN_DISK_BYTES = 100e6;

/** `500MB`, `20GB`, `1.5TB` */
function bytes(name: string, env: Environment): number | undefined {
  const value = env[name];
  if (!value) return undefined;
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)\s?(MB|GB|TB)$/.exec(value) ?? [];
  const size = Number(number) * UNITS[(unit ?? 'MB') as keyof typeof UNITS];
  if (!unit || size < MIN_DISK_BYTES) throw refused(name, value, 'a size from 100MB, such as 500MB, 20GB or 1.5TB');
  return Math.round(size);
}

function url(name: string, env: Environment, protocols: readonly string[]): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    // The value may hold a password: it is not repeated.
    throw new BinnacleError(
      'invalid_config',
      `${name} is no URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
      {
        variable: name,
      },
    );
  }
  return value;
}

function oneOf<T extends string>(name: string, env: Environment, allowed: readonly T[], absent: T): T {
  const value = env[name];
  if (!value) return absent;
  const found = allowed.find((item) => item === value);
  if (!found) throw refused(name, value, allowed.join(', '));
  return found;
}

const refused = (variable: string, value: string, allowed: string) =>
  new BinnacleError('invalid_config', `${variable} is ${JSON.stringify(value.slice(0, 100))}; allowed: ${allowed}`, {
    variable,
  });
