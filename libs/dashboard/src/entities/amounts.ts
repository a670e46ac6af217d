import type { EntityInfo } from '@binnacle/plugin-kit';

/** Unknown is a dash, never zero. */
export const money = (usd: number | null): string =>
  usd === null
    ? '–'
    : usd !== 0 && usd < 0.01
      ? '< $0.01'
      : `$${usd.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

export const tokens = ({ inputTokens, outputTokens }: Pick<EntityInfo, 'inputTokens' | 'outputTokens'>): string =>
  inputTokens === null && outputTokens === null ? '–' : ((inputTokens ?? 0) + (outputTokens ?? 0)).toLocaleString('en');
