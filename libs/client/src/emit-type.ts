import type { KnownEventType } from '@binnacle/events';

/** A well-known type, or any `category:action`. */
export type EmitType = KnownEventType | (string & {});
