import { type BinnacleEvent } from '@binnacle/plugin-kit';
import { eventOf, render, replay } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { blockedAgents } from './panel.js';
import { CLOSED_SHOWN, OPEN_HELD } from './state.js';

const fold = (...events: BinnacleEvent[]) => replay(blockedAgents, events);
const html = (...events: BinnacleEvent[]) => render(blockedAgents, fold(...events));
const asks = (id: string, agentId = 'writer', payload: Record<string, unknown> = {}) =>
  eventOf('agent:blocked', { id, agentId, payload: { question: `Question ${id}?`, msg_id: `m-${id}`, ...payload } });
const open = (...events: BinnacleEvent[]) => fold(...events).open.map(({ id }) => id);

describe('waiting for you', () => {
  it('is calm while nobody waits', () => {
    expect(html()).toContain('Nobody is waiting');
  });

  it('puts who waits longest first', () => {
    expect(open(asks('a'), asks('b'), asks('c'))).toEqual(['a', 'b', 'c']);
  });

  it('is one card however often the question is repeated', () => {
    expect(open(asks('a'), asks('b', 'writer', { question: 'Question a?', msg_id: 'm-a' }))).toEqual(['a']);
    const plain = (id: string) => eventOf('agent:blocked', { id, agentId: 'w', payload: { question: 'Go?' } });
    expect(open(plain('x'), plain('y'))).toEqual(['x']);
  });

  it('offers free text, and a button for each option', () => {
    const out = html(
      asks('a', 'writer', { options: ['json', { value: 'csv', label: 'Comma separated', description: 'for Excel' }] }),
    );
    expect(out).toMatch(
      /<form[^>]*action="\/agent\/writer\/respond"[^>]*data-on:submit="@post\(el\.action,\{contentType:&#39;form&#39;\}\)"/,
    );
    expect(out).toMatch(/<button[^>]*name="choice" value="csv"[\s\S]*Comma separated[\s\S]*for Excel/);
    expect(out).toMatch(/<textarea id="p-blocked-agents-a-answer" name="answer"/);
    expect(out).toContain('name="question_id" value="a"');
  });

  it.each([
    ['its question_id', { question_id: 'a', answer: 'yes', answered_by: 'Ada' }, ['b']],
    ['its msg_id', { msg_id: 'm-b', answer: 'yes' }, ['a']],
    ['nothing but the agent', {}, []],
  ])('closes a card by %s', (_name, payload, left) => {
    const state = fold(asks('a'), asks('b'), eventOf('agent:resumed', { agentId: 'writer', payload }));
    expect(state.open.map(({ id }) => id)).toEqual(left);
  });

  it.each(['agent:resumed', 'agent:completed', 'agent:failed'])(
    'keeps what was asked since when %s is told afterwards',
    (type) => {
      const asked = eventOf('agent:blocked', {
        agentId: 'w',
        timestamp: '2026-01-05T10:00:05Z',
        payload: { question: 'Go?' },
      });
      const told = (second: number, payload: object = { afterwards: true }) =>
        eventOf(type, { agentId: 'w', timestamp: `2026-01-05T10:00:0${second}Z`, payload: payload as never });
      expect(fold(asked, told(4)).open).toHaveLength(1);
      expect(fold(asked, told(6)).open).toHaveLength(0);
      // Who tells at once is believed, whatever its clock says.
      expect(fold(asked, told(4, {})).open).toHaveLength(0);
    },
  );

  it('shows no card of what was asked and answered in a terminal, as a span tells when it is over', () => {
    const asked = (payload: object) =>
      fold(eventOf('agent:blocked', { agentId: 'w', payload: { question: 'Go?', ...payload } })).open;
    expect(asked({ answerable: false, afterwards: true })).toEqual([]);
    expect(asked({ answerable: false })).toHaveLength(1);
    expect(asked({ afterwards: true })).toHaveLength(1);
  });

  it('keeps the answered card with its field and ids, says who answered, and drops it in time', () => {
    const out = html(
      asks('a'),
      eventOf('agent:resumed', { agentId: 'writer', payload: { question_id: 'a', answer: 'yes', answered_by: 'Ada' } }),
    );
    expect(out).toMatch(/is-closed[\s\S]*answered by Ada/);
    expect(out).toMatch(/<textarea id="p-blocked-agents-a-answer"[^>]* readonly/);
    expect(out).not.toContain('<button');
    const many = Array.from({ length: 20 }, (_, index) => [
      asks(`q${index}`),
      eventOf('agent:resumed', { agentId: 'writer', payload: { question_id: `q${index}`, answer: 'x' } }),
    ]).flat();
    expect(fold(...many).closed).toHaveLength(CLOSED_SHOWN);
  });

  it('withdraws what an agent left open when it ends, and nothing of others', () => {
    expect(open(asks('a'), asks('b', 'other'), eventOf('agent:failed', { agentId: 'writer' }))).toEqual(['b']);
  });

  it('shows a prompt of the terminal without a form, until the agent goes on', () => {
    const prompt = eventOf('agent:blocked', {
      agentId: 'cc',
      sessionId: 's',
      payload: { question: 'Allow Bash?', answerable: false },
    });
    expect(html(prompt)).toContain('own terminal');
    expect(html(prompt)).not.toContain('<form');
    expect(open(prompt, eventOf('tool:completed', { agentId: 'cc', sessionId: 's' }))).toEqual([]);
  });

  it('never sends a value into the field and never puts data into an expression', () => {
    for (const text of HOSTILE) {
      const out = html(
        eventOf('agent:blocked', {
          agentId: text,
          nodeId: text,
          payload: { question: text, options: [text, { value: text, label: text, description: text }] },
        }),
      );
      expect(out).not.toMatch(ESCAPED_OUT);
      expect(out.match(/data-on:submit="[^"]*"/g)).toEqual([
        `data-on:submit="@post(el.action,{contentType:&#39;form&#39;})"`,
      ]);
      expect(out).toMatch(/><\/textarea>/);
    }
  });

  it('holds thousands of questions within its bound and says how many it does not show', () => {
    const events = Array.from({ length: OPEN_HELD + 500 }, (_, index) => asks(`q${index}`, `agent-${index}`));
    const state = fold(...events);
    expect(state.open).toHaveLength(OPEN_HELD);
    expect(render(blockedAgents, state)).toContain('and 1400 more');
  });
});
