/**
 * Settings for a small machine (two cores, a few hundred MB). They are given on the command line, so that an upgrade of
 * Binnacle brings its own and `postgresql.conf` stays the user's.
 */
export const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'binnacle',
  shared_buffers: '128MB',
  max_connections: '50',
  // Rule 1 of the design: an acknowledged event is on the disk.
  fsync: 'on',
  synchronous_commit: 'on',
  // Archive rows are written once: fewer, longer checkpoints write fewer full pages.
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] ',
  // A refused event is answered to its sender; its text has no place in a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export const settingArguments = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries({ ...SERVER_SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
