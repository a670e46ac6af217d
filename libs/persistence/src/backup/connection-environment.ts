import { BinnacleError } from '@binnacle/events';

/** Parameters of a connection string that libpq takes from a variable; others are node-postgres' or Prisma's own. */
const VARIABLES: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslrootcert: 'PGSSLROOTCERT',
  channel_binding: 'PGCHANNELBINDING',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
};

/** They would lead pg_dump elsewhere than to the server we looked at. */
const MISLEADING = ['PGSERVICE', 'PGHOSTADDR', 'PGCLUSTER', 'PGTARGETSESSIONATTRS'];

/**
 * How Postgres' programs are told where to connect: by variables, since arguments can be read by everyone on the machine.
 *
 * @throws BinnacleError `invalid_config`
 */
export function connectionEnvironment(url: string, inherited: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const address = parse(url);
  const given = {
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: address.port,
    user: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    dbname: decodeURIComponent(address.pathname.slice(1)),
    ...Object.fromEntries(address.searchParams),
  };
  const environment: NodeJS.ProcessEnv = { ...inherited, PGAPPNAME: 'binnacle-backup', LC_ALL: 'C' };
  for (const name of MISLEADING) delete environment[name];
  for (const [parameter, value] of Object.entries(given)) {
    const variable = VARIABLES[parameter];
    if (variable && value) environment[variable] = value;
  }
  // node-postgres' word for "encrypted, whoever it is".
  if (environment.PGSSLMODE === 'no-verify') environment.PGSSLMODE = 'require';
  return environment;
}

function parse(url: string): URL {
  // The value may hold a password: it is not repeated.
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new BinnacleError('invalid_config', 'the database is no URL that starts with postgresql:// or postgres://');
  }
  return new URL(url);
}
