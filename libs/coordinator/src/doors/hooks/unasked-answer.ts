import { parse } from 'node:querystring';
import type { JsonObject } from '@binnacle/events';
import { HOOK_VENDORS, type HookVendor } from '@binnacle/ingest';
import { NO_OPINION } from './hook-dialect.js';
import { HOOK_DIALECTS } from './hook-dialects.js';
import { type HookOptions, hookOptions } from './hook-options.js';

const ROUTE = /^\/hooks\/(?<vendor>[^/?]+)\/?(?:\?(?<query>.*))?$/;

/**
 * What a hook is answered whose body nobody has read: it was too large, there was no room, the rate was past its limit. Where its URL
 * makes calls wait for people that is a refusal, because any other answer lets the call run unasked; else no opinion.
 *
 * @returns undefined for what is no hook of a client that is known
 */
export function unaskedAnswer(url: string, why: string): JsonObject | undefined {
  const { vendor = '', query = '' } = ROUTE.exec(url)?.groups ?? {};
  if (!isVendor(vendor)) return undefined;
  return unreadAnswer(vendor, hookOptions(vendor, parse(query)), why);
}

export const isVendor = (vendor: string): vendor is HookVendor => (HOOK_VENDORS as readonly string[]).includes(vendor);

/** {@link unaskedAnswer}, when the URL was read. */
export function unreadAnswer(vendor: HookVendor, { hold, onTimeout }: HookOptions, why: string): JsonObject {
  if (!holdsCalls(hold) || onTimeout === 'pass') return NO_OPINION;
  const { asks, deny } = HOOK_DIALECTS[vendor];
  return deny({ hook: asks.call }, `Binnacle did not ask anybody: ${why}`);
}

/** Calls of some tool wait, not only permission prompts, which the terminal shows all the while. */
export const holdsCalls = (hold: ReadonlySet<string>): boolean => [...hold].some((one) => one !== 'permissions');
