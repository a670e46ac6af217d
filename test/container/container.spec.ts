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
    expect(last('HEALTHCHECK')).toContain('/health');
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
