import { readFileSync } from 'node:fs';
import { BinnacleError, PriceBook, type TokenCounts } from '@binnacle/plugin-kit';
import type { Price, Rates, ScheduledPrice } from './price.js';
import { PRICE_LIST } from './prices.js';

const MILLION = 1_000_000;

/** What vendors, clouds and clients put around a model's name: a provider, a region, a date, a revision, Claude Code's `[1m]`. */
const AROUND =
  /^(?:.*\/)?(?:(?:[a-z]{2,6}\.)?anthropic\.)?(?<name>.+?)(?:[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|latest))?(?:-v\d+)?(?::\d+)?(?:\[\w+\])?$/;

/** Prices by model name. A model that is not listed has no price: a sibling's would be a wrong one. */
export class ListedPrices extends PriceBook {
  override readonly version: string;
  private readonly prices: ReadonlyMap<string, ScheduledPrice>;

  /**
   * @param own prices of this installation; they go first
   * @param today as `2026-11-27`, by which announced prices begin
   */
  constructor(
    own: Readonly<Record<string, ScheduledPrice>> = {},
    private readonly today = () => new Date().toISOString().slice(0, 10),
  ) {
    super();
    this.version = Object.keys(own).length > 0 ? `${PRICE_LIST.date}+own` : PRICE_LIST.date;
    this.prices = new Map([...Object.entries(PRICE_LIST.models), ...Object.entries(own)]);
  }

  cost(model: string, counts: TokenCounts): number | undefined {
    const price = this.prices.get(model) ?? this.prices.get(AROUND.exec(model)?.groups?.name ?? '');
    if (!price) return undefined;
    const current = price.next && price.next.day <= this.today() ? price.next : price;
    return costAt(ratesFor(current, counts), counts) / MILLION;
  }
}

const ratesFor = (price: Price, { input }: TokenCounts): Rates =>
  price.long && input > price.long.above ? price.long : price;

function costAt(price: Rates, { input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: TokenCounts): number {
  return (
    Math.max(0, input - cacheRead - cacheWrite) * price.input +
    cacheRead * (price.cache_read ?? price.input) +
    cacheWrite * (price.cache_write ?? price.input) +
    Math.max(0, output - reasoning) * price.output +
    reasoning * (price.reasoning ?? price.output)
  );
}

/**
 * `{ "model": { "input": 3, "output": 15, "cache_read": 0.3 } }`, dollars for a million tokens; more by {@link ScheduledPrice}.
 *
 * @throws BinnacleError `invalid_config`
 */
export function readPrices(file: string | undefined): Record<string, ScheduledPrice> {
  if (!file) return {};
  const refused = (why: string) =>
    new BinnacleError('invalid_config', `BINNACLE_PRICES ${file}: ${why}`, { variable: 'BINNACLE_PRICES' });
  let prices: unknown;
  try {
    prices = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw refused((error as Error).message);
  }
  if (typeof prices !== 'object' || prices === null || Array.isArray(prices)) throw refused('it holds no JSON object');
  for (const [model, price] of Object.entries(prices as Record<string, Partial<ScheduledPrice> | null>)) {
    const name = JSON.stringify(model.slice(0, 60));
    const fault = faultOf(price) ?? (price?.next === undefined ? undefined : faultOfNext(price.next));
    if (fault) throw refused(`${name}${fault}`);
  }
  return prices as Record<string, ScheduledPrice>;
}

function faultOf(price: Partial<Price> | null): string | undefined {
  return faultOfRates(price) ?? (price?.long === undefined ? undefined : faultOfLong(price.long));
}

function faultOfRates(rates: Partial<Rates> | null): string | undefined {
  if (!isAmount(rates?.input) || !isAmount(rates?.output)) return ' needs `input` and `output`, numbers of 0 or more';
  const field = OPTIONAL.find((one) => rates?.[one] !== undefined && !isAmount(rates[one]));
  return field && `: \`${field}\` must be a number of 0 or more`;
}

function faultOfLong(long: Partial<NonNullable<Price['long']>> | null): string | undefined {
  const fault = isAmount(long?.above) ? faultOfRates(long) : ' needs `above`, a number of tokens';
  return fault && `, \`long\`${fault}`;
}

function faultOfNext(next: Partial<NonNullable<ScheduledPrice['next']>> | null): string | undefined {
  const fault = DAY.test(next?.day ?? '') ? faultOf(next) : ' needs `day`, its first one: 2027-01-01';
  return fault && `, \`next\`${fault}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const OPTIONAL = ['cache_read', 'cache_write', 'reasoning'] as const;

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
