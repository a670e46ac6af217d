/** List prices of the vendors' own APIs. `BINNACLE_PRICES` corrects and adds. A new list gets a new date. */
import type { Price, ScheduledPrice } from './price.js';

interface PriceList {
  /** The day it was last looked over. */
  readonly date: string;
  readonly source: string;
  readonly models: Readonly<Record<string, ScheduledPrice>>;
}

const rounded = (usd: number): number => Math.round(usd * 1e6) / 1e6;

/** Cache writes are those kept for five minutes. @param read of cached input; a tenth, of the newest models less */
const anthropic = (input: number, output: number, read = rounded(input * 0.1)): Price => ({
  input,
  output,
  cache_read: read,
  cache_write: rounded(input * 1.25),
});

const cached = (input: number, cache_read: number, output: number): Price => ({ input, cache_read, output });
/** Past 272,000 tokens of input all of it costs twice as much, and output half as much again. @param write if it costs more than input */
const openaiLong = (input: number, cache_read: number, output: number, write?: number): Price => ({
  ...cached(input, cache_read, output),
  ...(write !== undefined && { cache_write: write }),
  long: {
    above: 272_000,
    ...cached(rounded(input * 2), rounded(cache_read * 2), rounded(output * 1.5)),
    ...(write !== undefined && { cache_write: rounded(write * 2) }),
  },
});

/** What Google asks for prompts of more than 200,000 tokens. */
const googleLong = (short: Price, long: Price): Price => ({ ...short, long: { above: 200_000, ...long } });
const flash: ScheduledPrice = { ...cached(0.75, 0.075, 3.75), next: { day: '2027-01-01', ...cached(1.5, 0.15, 7.5) } };
const gemini4: ScheduledPrice = { ...cached(2, 0.1, 10), next: { day: '2026-12-01', ...cached(4, 0.2, 20) } };
const gemini3Pro = googleLong(cached(2, 0.2, 12), cached(4, 0.4, 18));

export const PRICE_LIST: PriceList = {
  date: '2026-11-27',
  source:
    "The vendors' public price pages, standard tier, text, without batch discounts: platform.claude.com/docs/en/about-claude/pricing, developers.openai.com/api/docs/pricing and its pages of models, ai.google.dev/gemini-api/docs/pricing. As read or quoted between September and November 2026; models of 2025 as of December 2025, those of Claude without surcharges for long prompts.",
  models: {
    // Anthropic
    'claude-fable-5-2': anthropic(8, 40, 0.2),
    'claude-fable-5-1': anthropic(10, 50, 0.25),
    'claude-fable-5': anthropic(10, 50),
    'claude-opus-5-5': anthropic(4, 20, 0.2),
    'claude-opus-5': anthropic(5, 25),
    'claude-opus-4-8': anthropic(5, 25),
    'claude-opus-4-7': anthropic(5, 25),
    'claude-opus-4-6': anthropic(5, 25),
    'claude-opus-4-5': anthropic(5, 25),
    'claude-opus-4-1': anthropic(15, 75),
    'claude-opus-4': anthropic(15, 75),
    'claude-sonnet-5-5': anthropic(2, 10, 0.1),
    'claude-sonnet-5': anthropic(2, 10),
    'claude-sonnet-4-6': anthropic(3, 15),
    'claude-sonnet-4-5': anthropic(3, 15),
    'claude-sonnet-4': anthropic(3, 15),
    'claude-haiku-5-5': { ...anthropic(0.1, 0.5), long: { above: 100_000, ...anthropic(0.5, 2.5) } },
    'claude-haiku-4-5': anthropic(1, 5),
    'claude-3-7-sonnet': anthropic(3, 15),
    'claude-3-5-sonnet': anthropic(3, 15),
    'claude-3-5-haiku': anthropic(0.8, 4),
    // OpenAI
    'gpt-6.2-astra': openaiLong(8, 0.4, 40, 10),
    'gpt-6.2-sol': openaiLong(2, 0.1, 10, 2.5),
    'gpt-6.1-sol': openaiLong(2, 0.1, 10, 2.5),
    'gpt-6-astra': openaiLong(10, 1, 50, 12.5),
    'gpt-6-sol': openaiLong(2, 0.2, 10, 2.5),
    'gpt-6-luna': openaiLong(0.1, 0.01, 0.5, 0.125),
    'gpt-5.6-sol': openaiLong(4, 0.4, 20, 5),
    'gpt-5.6-terra': openaiLong(2, 0.2, 12, 2.5),
    'gpt-5.6-luna': openaiLong(0.2, 0.02, 1.2, 0.25),
    'gpt-5.5': openaiLong(5, 0.5, 30),
    'gpt-5.4': openaiLong(2.5, 0.25, 15),
    'gpt-5.4-mini': cached(0.75, 0.075, 4.5),
    'gpt-5.4-nano': cached(0.2, 0.02, 1.25),
    'gpt-5.3-codex': cached(1.75, 0.175, 14),
    'gpt-5.2': cached(1.75, 0.175, 14),
    'gpt-5.2-codex': cached(1.75, 0.175, 14),
    'gpt-5.1': cached(1.25, 0.125, 10),
    'gpt-5.1-codex': cached(1.25, 0.125, 10),
    'gpt-5': cached(1.25, 0.125, 10),
    'gpt-5-codex': cached(1.25, 0.125, 10),
    'gpt-5-mini': cached(0.25, 0.025, 2),
    'gpt-5-nano': cached(0.05, 0.005, 0.4),
    'gpt-4.1': cached(2, 0.5, 8),
    'gpt-4.1-mini': cached(0.4, 0.1, 1.6),
    'gpt-4.1-nano': cached(0.1, 0.025, 0.4),
    'gpt-4o': cached(2.5, 1.25, 10),
    'gpt-4o-mini': cached(0.15, 0.075, 0.6),
    o3: cached(2, 0.5, 8),
    'o4-mini': cached(1.1, 0.275, 4.4),
    'text-embedding-3-small': { input: 0.02, output: 0 },
    'text-embedding-3-large': { input: 0.13, output: 0 },
    // Google
    'gemini-4-carbon': gemini4,
    'gemini-4-argon': gemini4,
    'gemini-4-neon': cached(3, 0.15, 15),
    'gemini-4-hydrogen': cached(1.5, 0.075, 7.5),
    'gemini-3.8-flash': flash,
    'gemini-3.7-flash': flash,
    'gemini-3.6-flash': flash,
    'gemini-3.5-flash': cached(1.5, 0.15, 9),
    'gemini-3.5-flash-lite': cached(0.3, 0.03, 2.5),
    'gemini-3.1-pro-preview': gemini3Pro,
    'gemini-3.1-pro': gemini3Pro,
    'gemini-3.1-flash-lite': cached(0.25, 0.025, 1.5),
    'gemini-3-flash-preview': cached(0.5, 0.05, 3),
    'gemini-2.5-pro': googleLong(cached(1.25, 0.125, 10), cached(2.5, 0.25, 15)),
    'gemini-2.5-flash': cached(0.3, 0.03, 2.5),
    'gemini-2.5-flash-lite': cached(0.1, 0.01, 0.4),
  },
};
