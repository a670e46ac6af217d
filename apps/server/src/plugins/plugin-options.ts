import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BinnacleError } from '@binnacle/events';
import type { GivenOptions } from '@binnacle/plugin-kit';

const SOURCE = /^(panel|filter):[a-z][a-z0-9-]{0,47}$/;

/**
 * `BINNACLE_PLUGIN_OPTIONS`: JSON, or the name of a file that holds it, with options by part:
 * `{ "panel:event-log": { "rows": 50 } }`. The values are checked by the parts.
 *
 * @throws BinnacleError `invalid_config`
 */
export function readPluginOptions(setting: string | undefined, cwd: string): Readonly<Record<string, GivenOptions>> {
  if (!setting) return {};
  const refused = (why: string) =>
    new BinnacleError('invalid_config', `BINNACLE_PLUGIN_OPTIONS: ${why}`, { variable: 'BINNACLE_PLUGIN_OPTIONS' });
  let options: unknown;
  try {
    const isJson = setting.trimStart().startsWith('{');
    options = JSON.parse(isJson ? setting : readFileSync(path.resolve(cwd, setting), 'utf8'));
  } catch (error) {
    throw refused((error as Error).message);
  }
  if (!isObject(options)) throw refused('it holds no JSON object');
  for (const [source, given] of Object.entries(options)) {
    if (!SOURCE.test(source)) throw refused(`${JSON.stringify(source.slice(0, 60))} is no panel:<id> or filter:<id>`);
    if (!isObject(given)) throw refused(`${source} must be an object of options`);
  }
  return options as Record<string, GivenOptions>;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
