import { CONNECT_CLIENTS, type ConnectClient } from '@binnacle/connect';
import { invalid } from '../history/event-query.js';

/** The client of a page's address; without one the first. @throws BinnacleError `invalid_query` */
export function readClient(id: string | undefined): ConnectClient {
  const client = CONNECT_CLIENTS.find((one) => one.id === (id || CONNECT_CLIENTS[0]?.id));
  if (!client) throw invalid('client', `must be one of ${CONNECT_CLIENTS.map((one) => one.id).join(', ')}`);
  return client;
}
