import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE, rowsOf } from '../shared/panel-test.fixture.js';
import { failures } from './panel.js';
import { KINDS_HELD } from './state.js';

const failed = (error: string, tool = 'bash') =>
  eventOf('tool:failed', { agentId: 'a', payload: { tool_name: tool, error } });
const html = (...events: ReturnType<typeof eventOf>[]) => render(failures, replay(failures, events));

describe('the failures panel', () => {
  it('says what will come while there is nothing', () => {
    expect(html()).toContain('Nothing failed');
  });

  it('gathers the same failure in one row, with its last text', () => {
    const rows = rowsOf(html(failed('timeout after 30 s'), failed('no such file'), failed('timeout after 45 s')));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(/2×[\s\S]*timeout after 45 s/);
    expect(rows[1]).not.toContain('×');
  });

  it.each([
    ['other tools', failed('refused', 'bash'), failed('refused', 'grep')],
    ['other types', failed('refused'), eventOf('agent:failed', { payload: { error: 'refused' } })],
    ['other words', failed('refused by host'), failed('refused by proxy')],
  ])('keeps %s apart', (_, one, other) => {
    expect(rowsOf(html(one, other))).toHaveLength(2);
  });

  it('takes ids and numbers for no difference', () => {
    const rows = rowsOf(html(failed('run 6f1d2c1e7b1f at :3000 broke'), failed('run 0badc0ffee12 at :3001 broke')));
    expect(rows).toHaveLength(1);
  });

  it('holds the newest kinds', () => {
    const many = Array.from({ length: KINDS_HELD + 30 }, (_, index) =>
      failed('x', `tool-${'abcdefghij'[index % 10]}${index}`),
    );
    const rows = rowsOf(html(...many));
    expect(rows).toHaveLength(KINDS_HELD);
    expect(rows[0]).toContain(`tool-${'abcdefghij'[(KINDS_HELD + 29) % 10]}${KINDS_HELD + 29}`);
  });

  it('shows hostile text as text', () => {
    for (const text of HOSTILE) expect(html(failed(text, text))).not.toMatch(ESCAPED_OUT);
  });
});
