import { assertStorableText, BinnacleError, isJsonObject, type JsonObject } from '@binnacle/events';
import type { OptionValue, PanelSize } from '@binnacle/plugin-kit';

export const PANEL_SIZES: readonly PanelSize[] = ['third', 'half', 'full'];

/** A panel on a dashboard. What is left out is as the panel's author said. */
export interface Slot {
  readonly panel: string;
  readonly title?: string;
  readonly size?: PanelSize;
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** Values of view filters by their URL parameter. */
  readonly filters?: Readonly<Record<string, string>>;
}

export interface DashboardDraft {
  readonly name: string;
  readonly panels: readonly Slot[];
}

export const LIMITS = { name: 80, title: 80, panels: 40, options: 20, text: 500, dashboards: 200 } as const;
const SLUG = /^[a-z][a-z0-9-]{0,47}$/;
const NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,47}$/;
/** What an export has besides: ours to say, not the sender's. */
const OURS = ['id', 'home', 'revision', 'created_at', 'updated_at'];

/**
 * A dashboard as somebody sent it.
 *
 * @throws BinnacleError `invalid_dashboard` naming the place (`panels[2].size`) and the limit
 */
export function parseDashboard(input: unknown): DashboardDraft {
  if (!isJsonObject(input)) throw invalid('the body', 'must be a JSON object');
  only(input, ['name', 'panels', ...OURS], '');
  const panels = input.panels ?? [];
  if (!Array.isArray(panels) || panels.length > LIMITS.panels) {
    throw invalid('`panels`', `must be a list of at most ${LIMITS.panels}`);
  }
  return {
    name: text(input.name, 'name', LIMITS.name),
    panels: panels.map((slot, at) => parseSlot(slot, `panels[${at}]`)),
  };
}

/** @throws BinnacleError `invalid_dashboard` */
export function parseId(id: unknown): string {
  if (typeof id !== 'string' || !SLUG.test(id)) throw invalid('`id`', `must match ${SLUG.source}`);
  return id;
}

function parseSlot(input: unknown, at: string): Slot {
  if (!isJsonObject(input)) throw invalid(`\`${at}\``, 'must be an object');
  only(input, ['panel', 'title', 'size', 'options', 'filters'], `${at}.`);
  const { panel, title, size, options, filters } = input;
  if (typeof panel !== 'string' || !SLUG.test(panel)) throw invalid(`\`${at}.panel\``, `must match ${SLUG.source}`);
  const known = PANEL_SIZES.find((one) => one === size);
  if (size != null && !known) throw invalid(`\`${at}.size\``, `must be one of ${PANEL_SIZES.join(', ')}`);
  return {
    panel,
    ...(title != null && title !== '' && { title: text(title, `${at}.title`, LIMITS.title) }),
    ...(known && { size: known }),
    ...(options != null && { options: members(options, `${at}.options`, optionValue) }),
    ...(filters != null && { filters: members(filters, `${at}.filters`, filterValue) }),
  };
}

function members<T>(input: unknown, at: string, read: (value: unknown, at: string) => T): Record<string, T> {
  if (!isJsonObject(input) || Object.keys(input).length > LIMITS.options) {
    throw invalid(`\`${at}\``, `must be an object of at most ${LIMITS.options} members`);
  }
  const entries = Object.entries(input).map(([name, value]) => {
    if (!NAME.test(name))
      throw invalid(`\`${at}\``, `has a member ${JSON.stringify(name.slice(0, 60))}; names match ${NAME.source}`);
    return [name, read(value, `${at}.${name}`)] as const;
  });
  return Object.fromEntries(entries);
}

function optionValue(value: unknown, at: string): OptionValue {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  return text(value, at, LIMITS.text, 0);
}

const filterValue = (value: unknown, at: string): string => text(value, at, LIMITS.text, 0);

function text(value: unknown, at: string, max: number, min = 1): string {
  if (typeof value !== 'string' || value.trim().length < min || value.length > max) {
    throw invalid(`\`${at}\``, `must be a text of ${min} to ${max} characters`);
  }
  assertStorableText(value, at);
  return value;
}

function only(input: JsonObject, allowed: readonly string[], at: string): void {
  const unknown = Object.keys(input).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw invalid(`\`${at}${unknown.slice(0, 60)}\``, 'is unknown');
}

const invalid = (what: string, why: string) => new BinnacleError('invalid_dashboard', `${what} ${why}`);
