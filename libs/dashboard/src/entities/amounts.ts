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

/** At least so much when some calls are unknown, `unknown` when all are. */
export const cost = ({ costUsd, unpriced }: Pick<EntityInfo, 'costUsd' | 'unpriced'>): string => {
  if (unpriced === 0) return money(costUsd);
  return costUsd === null ? 'unknown' : `≥ ${money(costUsd)}`;
};

export const costNote = ({ costUsd, unpriced }: Pick<EntityInfo, 'costUsd' | 'unpriced'>): string => {
  if (unpriced > 0) return `${unpriced.toLocaleString('en')} ${unpriced === 1 ? 'call' : 'calls'} of unknown cost`;
  return costUsd === null ? 'nobody told' : 'as told, or by list prices';
};
