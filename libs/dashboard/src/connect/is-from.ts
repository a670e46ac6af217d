import { CONNECT_CLIENTS, type ConnectClient } from '@binnacle/connect';
import type { BinnacleEvent } from '@binnacle/events';

const SOURCES = new Set(CONNECT_CLIENTS.flatMap(({ source }) => source ?? []));

/** Whether a client sent an event: by the name it leaves, or because nobody who leaves a name did. */
export function isFrom({ source }: ConnectClient, { payload }: BinnacleEvent): boolean {
  const told = payload.source;
  return source === undefined ? typeof told !== 'string' || !SOURCES.has(told) : told === source;
}
