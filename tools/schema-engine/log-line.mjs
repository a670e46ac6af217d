/** The native engine's log form, which the CLI reads from stderr. */
export function logLine(fields, level = 'INFO') {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
