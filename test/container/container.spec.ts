/** No container engine is needed here: the Dockerfile is linted and both files are held to what they promise. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { readConfig } from '../../apps/server/src/config.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

describe('Dockerfile', () => {
  const file = DockerfileParser.parse(read('Dockerfile'));
  const instructions = file
    .getInstructions()
    .map((item) => [item.getKeyword(), item.getArgumentsContent() ?? ''] as const);
  const last = (keyword: string) => instructions.filter(([name]) => name === keyword).at(-1)?.[1] ?? '';

  it('has no lint finding', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
  });

  it('would be reported by the linter if it were wrong', () => {
    expect(validate('FROM node\nRUNN npm ci').length).toBeGreaterThan(0);
  });

  it('runs as an unprivileged user and checks its own health', () => {
    expect(last('USER')).toBe('node');
    expect(last('HEALTHCHECK')).toContain('/readyz');
  });

  it('sets an environment the server accepts', () => {
    const pairs = last('ENV')
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]);
    expect(readConfig(Object.fromEntries(pairs))).toMatchObject({ host: '0.0.0.0', port: 4700 });
  });

  it('copies only what exists and never the embedded database or a local data folder', () => {
    expect(read('.dockerignore')).toMatch(/^\.binnacle$/m);
    for (const name of ['package.json', 'package-lock.json', '.npmrc', 'prisma'])
      expect(existsSync(path.join(ROOT, name))).toBe(true);
  });
});

describe('docker-compose.tls.yml', () => {
  const base = parse(read('docker-compose.yml')) as { services: Record<string, Service> };
  const tls = parse(read('docker-compose.tls.yml'), { logLevel: 'error' }) as {
    services: Record<string, Service & { readonly networks?: readonly string[] }>;
    networks: Record<string, { ipam: { config: readonly { subnet: string }[] } }>;
    volumes: Record<string, unknown>;
  };
  const { binnacle, caddy } = tls.services;
  const caddyfile = read('deploy/Caddyfile');

  it('adds to the services of docker-compose.yml, and publishes the proxy only', () => {
    expect(Object.keys(base.services)).toEqual(expect.arrayContaining(['binnacle', 'postgres']));
    expect(binnacle?.ports).toEqual([]);
    // Without the tag compose would add to the list of the other file.
    expect(read('docker-compose.tls.yml')).toMatch(/ports: !reset \[\]/);
    expect(caddy?.ports).toEqual(['80:80', '443:443']);
  });

  it('trusts the network of the proxy and no other, by an environment that the server accepts', () => {
    const { BINNACLE_TRUSTED_PROXIES = '', BINNACLE_PUBLIC_URL = '' } = binnacle?.environment ?? {};
    const subnet = tls.networks.proxy?.ipam.config[0]?.subnet;
    const config = readConfig({
      BINNACLE_TRUSTED_PROXIES,
      BINNACLE_PUBLIC_URL: BINNACLE_PUBLIC_URL.replace(/\$\{[^}]*\}/, 'binnacle.example.com'),
    });
    expect(config.trustedProxies).toEqual([subnet]);
    expect(config.publicUrl).toBe('https://binnacle.example.com');
    expect([binnacle?.networks, caddy?.networks]).toEqual([['default', 'proxy'], ['proxy']]);
  });

  it('demands a domain, keeps certificates, and mounts a Caddyfile that is there', () => {
    expect(caddy?.environment.BINNACLE_DOMAIN).toMatch(/:\?/);
    expect(Object.keys(tls.volumes)).toEqual(['caddy-data']);
    const [file] = caddy?.volumes?.[0]?.split(':') ?? [];
    expect(existsSync(path.join(ROOT, file ?? ''))).toBe(true);
  });

  it('speaks HTTP/2, for streams, to the port the server listens on, and holds nothing back', () => {
    expect(caddyfile).toMatch(/protocols h1 h2\n/);
    expect(caddyfile).toMatch(/reverse_proxy binnacle:4700 \{[^}]*flush_interval -1/);
    expect(caddyfile).toContain('{$BINNACLE_DOMAIN} {');
    expect(caddyfile.match(/\{/g)?.length).toBe(caddyfile.match(/\}/g)?.length);
  });
});

describe('docker-compose.yml', () => {
  const compose = parse(read('docker-compose.yml')) as {
    services: Record<string, Service>;
    volumes: Record<string, unknown>;
  };
  const { binnacle, postgres } = compose.services;

  it('publishes the dashboard on loopback only and the database not at all', () => {
    expect(binnacle?.ports).toEqual(['127.0.0.1:4700:4700']);
    expect(postgres?.ports).toBeUndefined();
  });

  it('keeps the data in a named volume', () => {
    const [name] = postgres?.volumes?.[0]?.split(':') ?? [];
    expect(Object.keys(compose.volumes)).toEqual([name]);
  });

  it('waits for a healthy Postgres 18 and demands a password', () => {
    expect(postgres?.image).toBe('postgres:18');
    expect(postgres?.healthcheck?.test.join(' ')).toContain('pg_isready');
    expect(binnacle?.depends_on?.postgres?.condition).toBe('service_healthy');
    expect(postgres?.environment.POSTGRES_PASSWORD).toMatch(/:\?/);
  });

  it('names the database by a URL the server accepts', () => {
    const url = binnacle?.environment.DATABASE_URL?.replace(/\$\{[^}]*\}/, 'secret') ?? '';
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe('postgresql://binnacle:secret@postgres:5432/binnacle');
  });
});
