import { describe, expect, it } from '@jest/globals';
import { connectionEnvironment } from './connection-environment.js';

describe('connectionEnvironment', () => {
  it('says by variables what a connection string says, decoded', () => {
    const url =
      'postgresql://me%40home:p%2Fss%20w%3Ard@db.example:6543/my%20archive?sslmode=verify-full&connect_timeout=3';
    expect(connectionEnvironment(url, { PATH: '/bin' })).toEqual({
      PATH: '/bin',
      PGAPPNAME: 'binnacle-backup',
      LC_ALL: 'C',
      PGHOST: 'db.example',
      PGPORT: '6543',
      PGUSER: 'me@home',
      PGPASSWORD: 'p/ss w:rd',
      PGDATABASE: 'my archive',
      PGSSLMODE: 'verify-full',
      PGCONNECT_TIMEOUT: '3',
    });
  });

  it('leaves what the string does not say to the environment, as the server does', () => {
    const env = connectionEnvironment('postgres://localhost/a', {
      PGUSER: 'me',
      PGPASSWORD: 'secret',
      PGHOST: 'other',
    });
    expect(env).toMatchObject({ PGUSER: 'me', PGPASSWORD: 'secret', PGHOST: 'localhost' });
    expect(env.PGPORT).toBeUndefined();
  });

  it('drops variables that lead elsewhere, and parameters that are not for libpq', () => {
    const url = 'postgresql://[::1]:5432/a?schema=x&connection_limit=5&sslmode=no-verify';
    const env = connectionEnvironment(url, { PGSERVICE: 'prod', PGHOSTADDR: '10.0.0.1' });
    expect(Object.keys(env).sort()).toEqual(['LC_ALL', 'PGAPPNAME', 'PGDATABASE', 'PGHOST', 'PGPORT', 'PGSSLMODE']);
    expect(env).toMatchObject({ PGHOST: '::1', PGSSLMODE: 'require' });
  });

  it('takes the folder of a socket', () => {
    expect(connectionEnvironment('postgresql:///a?host=/run/postgresql', {}).PGHOST).toBe('/run/postgresql');
  });

  it.each(['mysql://a:secret@b/c', 'secret'])('refuses %s without repeating it', (url) => {
    expect(() => connectionEnvironment(url)).toThrow(/invalid_config: the database is no URL/);
    expect(() => connectionEnvironment(url)).not.toThrow(/secret/);
  });
});
