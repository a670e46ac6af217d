import { trusted } from '@binnacle/plugin-kit';

/** A compass card in its bowl: what stands in a ship's binnacle. */
export const brandMark = trusted(
  '<svg class="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true"><circle cx="16" cy="16" r="13.5" fill="none" stroke="currentColor" stroke-width="2"/><path class="mark-needle" d="M16 5.5 19.4 16 16 26.5 12.6 16Z"/><path class="mark-south" d="M12.6 16h6.8L16 26.5Z"/><circle class="mark-pin" cx="16" cy="16" r="1.6"/></svg>',
);
