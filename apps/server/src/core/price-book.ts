import { readFileSync } from 'node:fs';
import { BinnacleError, PriceBook, type TokenCounts } from '@binnacle/plugin-kit';
import type { Price } from './price.js';
import { PRICE_LIST } from './prices.js';

const MILLION = 1_000_000;

/** What vendors and clouds put around a model's name: a provider, a region, a date, a revision. */
const AROUND =
  /^(?:.*\/)?(?:(?:[a-z]{2,6}\.)?anthropic\.)?(?<name>.+?)(?:[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|latest))?(?:-v\d+)?(?::\d+)?$/;

/** Prices by model name. A model that is not listed has no price: a sibling's would be a wrong one. */
export class ListedPrices extends PriceBook {
  override readonly version: string;
  private readonly prices: ReadonlyMap<string, Price>;

  /** @param own prices of this installation; they go first */
  constructor(own: Readonly<Record<string, Price>> = {}) {
    super();
    this.version = Object.keys(own).length > 0 ? `${PRICE_LIST.date}+own` : PRICE_LIST.date;
    this.prices = new Map([...Object.entries(PRICE_LIST.models), ...Object.entries(own)]);
  }

  cost(model: string, counts: TokenCounts): number | undefined {
    const price = this.prices.get(model) ?? this.prices.get(AROUND.exec(model)?.groups?.name ?? '');
    return price && costAt(price, counts) / MILLION;
  }
}

function costAt(price: Price, { input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: TokenCounts): number {
  return (
    Math.max(0, input - cacheRead - cacheWrite) * price.input +
    cacheRead * (price.cache_read ?? price.input) +
    cacheWrite * (price.cache_write ?? price.input) +
    Math.max(0, output - reasoning) * price.output +
    reasoning * (price.reasoning ?? price.output)
  );
}

/** `{ "model": { "input": 3, "output": 15, "cache_read": 0.3 } }`, dollars for a million tokens. @throws BinnacleError `invalid_config` */
export function readPrices(file: string | undefined): Record<string, Price> {
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
  for (const [model, price] of Object.entries(prices as Record<string, Partial<Price> | null>)) {
    if (!isAmount(price?.input) || !isAmount(price?.output)) {
      throw refused(`${JSON.stringify(model.slice(0, 60))} needs \`input\` and \`output\`, numbers of 0 or more`);
    }
    for (const field of OPTIONAL) {
      if (price?.[field] !== undefined && !isAmount(price[field])) {
        throw refused(`${JSON.stringify(model.slice(0, 60))}: \`${field}\` must be a number of 0 or more`);
      }
    }
  }
  return prices as Record<string, Price>;
}

const OPTIONAL = ['cache_read', 'cache_write', 'reasoning'] as const;

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0;
