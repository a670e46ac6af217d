import type { Permission } from '@binnacle/http';

interface Route {
  readonly method: string;
  readonly url: string;
}

/** Below `/plugins/<id>/` are the controllers of plugins; the pages of the server itself declare what they ask. */
const OF_PLUGIN = /^\/plugins\/[^/?]+\/[^?]/;

/** What routes ask that can't be asked to declare it: those of plugins. Undefined for every other. */
export function defaultPermission({ method, url }: Route): Permission | undefined {
  if (!OF_PLUGIN.test(url)) return undefined;
  return method === 'GET' || method === 'HEAD' ? 'read' : 'answer';
}
