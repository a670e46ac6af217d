import { BinnacleError } from '@binnacle/events';

interface OptionBase<T> {
  readonly label: string;
  readonly default: T;
  /** One sentence under the field. */
  readonly help?: string;
}

export interface NumberOption extends OptionBase<number> {
  readonly type: 'number' | 'integer';
  readonly min: number;
  readonly max: number;
}
export interface TextOption extends OptionBase<string> {
  readonly type: 'text';
  /** Characters; default 200, at most 500. */
  readonly maxLength?: number;
}
export interface BooleanOption extends OptionBase<boolean> {
  readonly type: 'boolean';
}
export interface ChoiceOption extends OptionBase<string> {
  readonly type: 'choice';
  readonly choices: readonly string[];
}
export type OptionDefinition = NumberOption | TextOption | BooleanOption | ChoiceOption;

/** Options of a panel or ingest filter by name: what the configuration and the dashboard's editor may set. */
export type Options = Readonly<Record<string, OptionDefinition>>;

export type NoOptions = Readonly<Record<never, never>>;

export type OptionValue = string | number | boolean;
export type OptionValues<O extends Options = Options> = { readonly [K in keyof O]: ValueOf<O[K]> };
type ValueOf<D> = D extends NumberOption
  ? number
  : D extends BooleanOption
    ? boolean
    : D extends { readonly choices: readonly (infer C)[] }
      ? C
      : string;

export type GivenOptions = Readonly<Record<string, unknown>>;
const NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,47}$/;
const DEFAULT_TEXT = 200;

/**
 * The values of all options: what was given, checked, else the default. Text is taken for numbers and booleans too, as forms
 * send it.
 *
 * @param where names the part in a refusal: `panel:event-log`
 * @throws BinnacleError `invalid_options` naming option and limit
 */
export function readOptions<O extends Options>(options: O, given: GivenOptions, where: string): OptionValues<O> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(options, name));
  if (unknown !== undefined) {
    const known = Object.keys(options).join(', ') || 'none';
    throw invalid(where, unknown, `is unknown; there are: ${known}`);
  }
  const values: Record<string, OptionValue> = {};
  for (const [name, definition] of Object.entries(options)) {
    const value = given[name];
    values[name] = value === undefined ? definition.default : readOption(definition, value, { where, name });
  }
  return values as OptionValues<O>;
}

/** @throws BinnacleError `invalid_options`: a name or default that its own definition refuses */
export function assertOptions(options: Options, where: string): void {
  for (const [name, definition] of Object.entries(options)) {
    if (!NAME.test(name)) throw invalid(where, name, `must match ${NAME.source}`);
    if (!definition.label?.trim()) throw invalid(where, name, 'has no label');
    readOption(definition, definition.default, { where, name });
  }
}

function readOption(definition: OptionDefinition, value: unknown, at: { where: string; name: string }): OptionValue {
  const refused = (allowed: string) => invalid(at.where, at.name, `is ${shown(value)}; allowed: ${allowed}`);
  switch (definition.type) {
    case 'boolean':
      if (value === true || value === 'true' || value === 'on') return true;
      if (value === false || value === 'false' || value === '') return false;
      throw refused('true, false');
    case 'choice':
      if (typeof value === 'string' && definition.choices.includes(value)) return value;
      throw refused(definition.choices.join(', '));
    case 'text': {
      const limit = Math.min(definition.maxLength ?? DEFAULT_TEXT, 500);
      if (typeof value === 'string' && value.length <= limit) return value;
      throw refused(`text of at most ${limit} characters`);
    }
    case 'integer':
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      const { min, max } = definition;
      const fits = typeof number === 'number' && number >= min && number <= max;
      if (fits && (definition.type === 'number' || Number.isInteger(number))) return number;
      throw refused(`${definition.type === 'integer' ? 'a whole' : 'a'} number from ${min} to ${max}`);
    }
  }
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60);
const invalid = (where: string, option: string, why: string) =>
  new BinnacleError('invalid_options', `${where}: option \`${option}\` ${why}`, { part: where, option });
