/** Where an agent client finds the server, and what lets it in. */
export interface ServerAddress {
  /** Without a trailing slash. */
  readonly url: string;
  /** An API key, or `$NAME` for one that the client's environment holds; undefined while the server wants none. */
  readonly key?: string;
}

export const isReference = (key: string): boolean => /^\$[A-Za-z_]\w*$/.test(key);

export const bearer = (key: string): string => `Bearer ${key}`;
