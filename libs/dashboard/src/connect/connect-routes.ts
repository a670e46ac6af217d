export const connectRoutes = {
  page: (client = ''): `/${string}` => `/connect${client && `?client=${encodeURIComponent(client)}`}`,
  key: (): `/${string}` => '/connect/key',
  /** Waits for the first event above `after`. */
  live: (client: string, after: bigint): `/${string}` =>
    `/connect/live?${new URLSearchParams({ client, after: String(after) })}`,
} as const;
