import { CONNECT_CLIENTS } from '@binnacle/connect';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { firstEventView } from './first-event-view.js';
import { isFrom } from './is-from.js';

const clientOf = (id: string) => {
  const found = CONNECT_CLIENTS.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const url = 'http://127.0.0.1:4700';

describe('the wait for a first event', () => {
  it('says after a while what to look at, and goes on', () => {
    const client = clientOf('codex');
    expect(firstEventView({ client, url, isLate: false }).toString()).not.toContain('<ul');
    const late = firstEventView({ client, url, isLate: true }).toString();
    expect(late).toContain('goes on waiting');
    for (const check of client.checks) expect(late).toContain(check);
    expect(late).toContain('BINNACLE_PUBLIC_URL');
    expect(firstEventView({ client, url: 'https://b.example', isLate: true }).toString()).not.toContain('PUBLIC_URL');
  });

  it('shows hostile names as text', () => {
    const received = eventOf('agent:started', { agentId: '<b>"x\'', sessionId: '<script>' });
    const shown = firstEventView({ client: clientOf('curl'), url, received, isLate: false }).toString();
    expect(shown).not.toMatch(/<b>|<script>/);
  });

  it('knows whose event it is', () => {
    const of = (source?: string) =>
      eventOf('agent:started', { payload: source === undefined ? {} : ({ source } as never) });
    expect(isFrom(clientOf('codex'), of('codex'))).toBe(true);
    expect(isFrom(clientOf('codex'), of('claude-code'))).toBe(false);
    expect(isFrom(clientOf('codex'), of())).toBe(false);
    expect(isFrom(clientOf('curl'), of())).toBe(true);
    expect(isFrom(clientOf('curl'), of('mine'))).toBe(true);
    expect(isFrom(clientOf('curl'), of('gemini'))).toBe(false);
  });
});
