import type { AcceptOutcome } from '../../accept.service.js';

/** What became of a batch, as both doors tell it. */
export const ingestAnswer = (outcome: AcceptOutcome) => ({
  accepted: outcome.accepted,
  duplicates: outcome.duplicates,
  rejected: outcome.rejected,
  last_seq: outcome.lastSeq?.toString() ?? null,
  ...(outcome.filtered > 0 && { filtered: outcome.filtered }),
});
