import { describe, expect, it } from '@jest/globals';
import { CONNECT_CLIENTS } from './connect-clients.js';

const url = 'https://binnacle.example';

describe('the clients that can be connected', () => {
  it('have a name of their own each, and snippets that can be told apart', () => {
    expect(new Set(CONNECT_CLIENTS.map(({ id }) => id)).size).toBe(CONNECT_CLIENTS.length);
    for (const client of CONNECT_CLIENTS) {
      const ids = client.snippets({ url }).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(client.checks.length).toBeGreaterThan(0);
    }
  });

  it.each(CONNECT_CLIENTS)(
    '$id names the server, has the key where one is given, and no trace of one otherwise',
    (client) => {
      const text = (key?: string) =>
        client
          .snippets({ url, key })
          .map((one) => one.text)
          .join('\n');
      expect(text()).toContain(url);
      expect(text()).not.toMatch(/Bearer|undefined|authorization/i);
      expect(text('bk_1')).toContain('bk_1');
    },
  );

  it.each(CONNECT_CLIENTS)('$id stays one text when a key holds quotes', (client) => {
    const key = `b'k"\\$(x)`;
    for (const { id, text } of client.snippets({ url, key })) {
      if (text.startsWith('{')) expect(() => JSON.parse(text)).not.toThrow();
      expect([id, text]).not.toContain('undefined');
    }
  });

  it('writes a line for each hook, as JSON', () => {
    const claude = CONNECT_CLIENTS.find(({ id }) => id === 'claude-code');
    const settings = claude?.snippets({ url }).find(({ id }) => id === 'settings')?.text ?? '';
    expect(settings).toContain(
      '    "Stop": [{ "hooks": [{ "type": "http", "url": "https://binnacle.example/hooks/claude-code", "timeout": 5 }] }],',
    );
    expect(Object.keys(JSON.parse(settings).hooks)).toContain('PermissionRequest');
  });
});
