const one = (what: 'channels' | 'rules', id: string, does: string): `/${string}` =>
  `/notifications/${what}/${encodeURIComponent(id)}/${does}`;

export const notificationRoutes = {
  page: (parameters: Readonly<Record<string, string>> = {}): `/${string}` =>
    `/notifications${Object.keys(parameters).length > 0 ? `?${new URLSearchParams(parameters)}` : ''}`,
  channels: (): `/${string}` => '/notifications/channels',
  test: (id: string): `/${string}` => one('channels', id, 'test'),
  rotate: (id: string): `/${string}` => one('channels', id, 'rotate'),
  removeChannel: (id: string): `/${string}` => one('channels', id, 'delete'),
  rules: (): `/${string}` => '/notifications/rules',
  toggle: (id: string): `/${string}` => one('rules', id, 'toggle'),
  removeRule: (id: string): `/${string}` => one('rules', id, 'delete'),
} as const;
