/** List prices of the vendors' own APIs. `BINNACLE_PRICES` corrects and adds. A new list gets a new date. */
import type { Price } from './price.js';

interface PriceList {
  /** The day it was last looked over. */
  readonly date: string;
  readonly source: string;
  readonly models: Readonly<Record<string, Price>>;
}

const anthropic = (input: number, output: number): Price => ({
  input,
  output,
  cache_read: rounded(input * 0.1),
  cache_write: rounded(input * 1.25),
});
const rounded = (usd: number): number => Math.round(usd * 1e6) / 1e6;

export const PRICE_LIST: PriceList = {
  date: '2025-12-15',
  source:
    "The vendors' public price pages: standard tier, text, without batch discounts and without surcharges for long prompts. Cache writes of Anthropic are those kept for five minutes.",
  models: {
    // Anthropic
    'claude-opus-4-5': anthropic(5, 25),
    'claude-opus-4-1': anthropic(15, 75),
    'claude-opus-4': anthropic(15, 75),
    'claude-sonnet-4-5': anthropic(3, 15),
    'claude-sonnet-4': anthropic(3, 15),
    'claude-haiku-4-5': anthropic(1, 5),
    'claude-3-7-sonnet': anthropic(3, 15),
    'claude-3-5-sonnet': anthropic(3, 15),
    'claude-3-5-haiku': anthropic(0.8, 4),
    // OpenAI
    'gpt-5.1': { input: 1.25, cache_read: 0.125, output: 10 },
    'gpt-5.1-codex': { input: 1.25, cache_read: 0.125, output: 10 },
    'gpt-5': { input: 1.25, cache_read: 0.125, output: 10 },
    'gpt-5-codex': { input: 1.25, cache_read: 0.125, output: 10 },
    'gpt-5-mini': { input: 0.25, cache_read: 0.025, output: 2 },
    'gpt-5-nano': { input: 0.05, cache_read: 0.005, output: 0.4 },
    'gpt-4.1': { input: 2, cache_read: 0.5, output: 8 },
    'gpt-4.1-mini': { input: 0.4, cache_read: 0.1, output: 1.6 },
    'gpt-4.1-nano': { input: 0.1, cache_read: 0.025, output: 0.4 },
    'gpt-4o': { input: 2.5, cache_read: 1.25, output: 10 },
    'gpt-4o-mini': { input: 0.15, cache_read: 0.075, output: 0.6 },
    o3: { input: 2, cache_read: 0.5, output: 8 },
    'o4-mini': { input: 1.1, cache_read: 0.275, output: 4.4 },
    'text-embedding-3-small': { input: 0.02, output: 0 },
    'text-embedding-3-large': { input: 0.13, output: 0 },
    // Google
    'gemini-2.5-pro': { input: 1.25, cache_read: 0.125, output: 10 },
    'gemini-2.5-flash': { input: 0.3, cache_read: 0.03, output: 2.5 },
    'gemini-2.5-flash-lite': { input: 0.1, cache_read: 0.01, output: 0.4 },
  },
};
