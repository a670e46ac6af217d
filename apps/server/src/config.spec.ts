import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('listens on loopback with the embedded database when nothing is set', () => {
    expect(readConfig({}, '/srv/app')).toMatchObject({
      port: 4700,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: path.resolve('/srv/app/.binnacle'),
      maxViewers: 2_000,
      logLevel: 'info',
    });
  });

  it('takes an empty variable as unset', () => {
    expect(readConfig({ PORT: '', HOST: '', DATABASE_URL: '' }).port).toBe(4700);
  });

  it.each([
    [{ PORT: '70000' }, /PORT is "70000"; allowed: a whole number from 0 to 65535/],
    [{ PORT: '4700x' }, /PORT is "4700x"/],
    [{ BINNACLE_ADMIN_EMAIL: 'ada@example.com' }, /BINNACLE_ADMIN_PASSWORD must have 12 to 256 characters/],
    [{ BINNACLE_ADMIN_PASSWORD: 'a long password' }, /BINNACLE_ADMIN_EMAIL must be an e-mail address/],
    [{ BINNACLE_ADMIN_EMAIL: 'ada@example.com', BINNACLE_ADMIN_PASSWORD_FILE: '/none' }, /_FILE can't be read/],
    [{ BINNACLE_OIDC_ISSUER: 'http://id.example.com' }, /BINNACLE_OIDC_ISSUER must be an https URL/],
    [{ BINNACLE_OIDC_ISSUER: 'https://id.example.com' }, /BINNACLE_OIDC_CLIENT_ID must be set/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud"; allowed: trace, debug/],
    [{ BINNACLE_MAX_VIEWERS: '0' }, /BINNACLE_MAX_VIEWERS is "0"/],
    [{ BINNACLE_SELF_OTLP_ENDPOINT: 'collector:4318' }, /BINNACLE_SELF_OTLP_ENDPOINT must be a URL/],
    [
      { BINNACLE_SELF_OTLP_HEADERS: 'a=b', BINNACLE_SELF_OTLP_HEADERS_FILE: 'x' },
      /BINNACLE_SELF_OTLP_HEADERS and BINNACLE_SELF_OTLP_HEADERS_FILE are both set/,
    ],
    [{ BINNACLE_SELF_OTLP_HEADERS_FILE: '/no/such' }, /BINNACLE_SELF_OTLP_HEADERS_FILE can't be read/],
    [{ BINNACLE_SELF_OTLP_ENDPOINT: 'http://x', OTEL_TRACES_SAMPLER: 'xray' }, /OTEL_TRACES_SAMPLER is "xray"/],
    [{ BINNACLE_SELF_OTLP_HEADERS: 'a=b' }, /BINNACLE_SELF_OTLP_HEADERS needs BINNACLE_SELF_OTLP_ENDPOINT/],
    [{ BINNACLE_PUBLIC_URL: 'binnacle.example' }, /BINNACLE_PUBLIC_URL is no URL/],
  ])('refuses %j, naming variable, value and what is allowed', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  it('never repeats a DATABASE_URL, which may hold a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:hunter2@db/x' })).toThrow(
      /DATABASE_URL is no URL that starts with postgres:/,
    );
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:hunter2@db/x' })).not.toThrow(/hunter2/);
  });

  it('serves without accounts on loopback only, or where it is told to', () => {
    const open = (env: Readonly<Record<string, string | undefined>>) => readConfig(env).openWithoutAccounts;
    expect([{}, { HOST: '::1' }, { HOST: '127.0.0.2' }, { HOST: 'localhost' }].map(open)).toEqual(Array(4).fill(true));
    expect(
      [{ HOST: '0.0.0.0' }, { HOST: '10.0.0.1' }, { HOST: '0.0.0.0', BINNACLE_OPEN_ACCESS: 'true' }].map(open),
    ).toEqual(Array(3).fill(false));
    expect(open({ HOST: '0.0.0.0', BINNACLE_OPEN_ACCESS: '1' })).toBe(true);
    expect(readConfig({ HOST: '0.0.0.0' }).allowedHosts).toBeUndefined();
  });

  it('reads where its own telemetry goes, with headers, and never repeats what may be a secret', () => {
    const read = (endpoint: string, headers: string) =>
      readConfig({ BINNACLE_SELF_OTLP_ENDPOINT: endpoint, BINNACLE_SELF_OTLP_HEADERS: headers });
    expect(read('https://otlp.example:4318/base/', 'Authorization=Basic%20YTpi, x-team = ops').selfOtlp).toEqual({
      endpoint: 'https://otlp.example:4318/base',
      headers: { authorization: 'Basic YTpi', 'x-team': 'ops' },
      sampling: { isParentBased: true, ratio: 1 },
    });
    expect(readConfig({}).selfOtlp).toBeUndefined();
    for (const [endpoint, headers] of [
      ['http://ada:hunter2@otlp.example', ''],
      ['http://otlp.example?key=hunter2', ''],
      ['http://otlp.example', 'hunter2'],
      ['http://otlp.example', 'x=%0d%0ahunter2'],
      ['http://otlp.example', 'x=%hunter2'],
    ] as const) {
      expect(() => read(endpoint, headers)).toThrow(/BINNACLE_SELF_OTLP_(ENDPOINT|HEADERS) must be/);
      expect(() => read(endpoint, headers)).not.toThrow(/hunter2/);
    }
  });

  it('never repeats the password of the first account', () => {
    const environment = { BINNACLE_ADMIN_EMAIL: 'ada@example.com', BINNACLE_ADMIN_PASSWORD: 'hunter2' };
    expect(() => readConfig(environment)).toThrow(/BINNACLE_ADMIN_PASSWORD must/);
    expect(() => readConfig(environment)).not.toThrow(/hunter2/);
  });

  it('on loopback answers to loopback names and its public one', () => {
    const { allowedHosts, publicUrl } = readConfig({ BINNACLE_PUBLIC_URL: 'https://obs.example/' });
    expect([...(allowedHosts ?? [])]).toEqual(['localhost', '127.0.0.1', '[::1]', 'obs.example']);
    expect(publicUrl).toBe('https://obs.example');
  });
});
