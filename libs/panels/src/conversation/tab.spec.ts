import {
  ArchiveReader,
  type ArchiveSelection,
  type BinnacleEvent,
  type EntityInfo,
  type JsonObject,
  type JsonValue,
} from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { ESCAPED_OUT, HOSTILE } from '../shared/panel-test.fixture.js';
import { readTurns } from './read-turns.js';
import { conversationTab } from './tab.js';

const START = Date.parse('2026-11-27T10:00:00Z');
let seq = 0n;
const at = (second: number, type: string, payload: JsonObject, of: Partial<BinnacleEvent> = {}) =>
  eventOf(type, {
    ...{ seq: ++seq, timestamp: new Date(START + second * 1_000).toISOString(), sessionId: 's', agentId: 'ada' },
    ...of,
    payload,
  });

/** Each turn in a line. */
const read = (...events: BinnacleEvent[]) =>
  readTurns(events).map((turn) =>
    turn.voice === 'tool'
      ? `${turn.tool} ${turn.state} ${JSON.stringify(turn.input)} ${JSON.stringify(turn.output)} ${turn.took}`
      : [turn.voice, turn.by, turn.text].filter(Boolean).join(': '),
  );

const entity: EntityInfo = {
  ...{ kind: 'session', id: 's', project: 'default', state: 'running', agentId: 'ada' },
  ...{ firstSeen: '2026-11-27T10:00:00.000Z', lastSeen: '2026-11-27T10:00:00.000Z', events: 1, errors: 0 },
  ...{ openQuestions: 0, inputTokens: null, outputTokens: null, costUsd: null, unpriced: 0 },
};

function archiveOf(events: readonly BinnacleEvent[]): ArchiveReader {
  return new (class extends ArchiveReader {
    override async newest({ before, limit = 100 }: ArchiveSelection) {
      return events
        .filter((event) => before === undefined || event.seq < before)
        .sort((a, b) => Number(b.seq - a.seq))
        .slice(0, limit);
    }
    override async find() {
      return undefined;
    }
  })();
}
const page = async (events: readonly BinnacleEvent[], before?: bigint) =>
  String(await conversationTab.tab.render({ ...entity, before }, archiveOf(events) as never));

describe('the conversation of a run', () => {
  it('tells a question once that a span tells too, and a prompt that a span alone tells', () => {
    const prompt = { answerable: false, afterwards: true };
    const echo = [
      at(4, 'agent:blocked', { question: 'Permission', ...prompt }),
      at(9, 'agent:resumed', { answer: 'accept', ...prompt }),
    ];
    const asked = [at(5, 'agent:blocked', { question: 'Go?' }), at(9, 'agent:resumed', { answer: 'yes' })];
    expect(read(...asked, ...echo)).toEqual(['question: Go?', 'person: yes']);
    expect(read(...echo)).toEqual(['question: Permission', 'person: accept']);
  });

  it('is what was said and which tools were called, in the order of their times', () => {
    const call = { tool_name: 'read_file', tool_use_id: 'c1' };
    expect(
      read(
        at(4, 'model:response', { model: 'opus', output: 'It has three lines.' }),
        at(1, 'user:message', { text: 'How long is it?' }),
        at(2, 'tool:called', { ...call, input: { path: 'a.txt' } }),
        at(3, 'tool:completed', { ...call, output: 'x\ny\nz' }),
        at(5, 'agent:blocked', { question: 'Shall I count more?' }),
        at(6, 'agent:resumed', { answer: 'no', answered_by: 'Grace' }),
        at(7, 'agent:failed', { error: 'out of credits' }),
      ),
    ).toEqual([
      'person: How long is it?',
      'read_file done {"path":"a.txt"} "x\\ny\\nz" 1000',
      'agent: It has three lines.',
      'question: Shall I count more?',
      'person: Grace: no',
      'failure: out of credits',
    ]);
  });

  it('says once what hooks, requests and answers say again, and again what is said later', () => {
    const history: JsonValue = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Go on.' },
    ];
    const answer: JsonObject = { role: 'assistant', content: 'Done.' };
    const again: JsonValue = [...history, answer, { role: 'user', content: 'Go on.' }];
    expect(
      read(
        at(1, 'user:message', { text: 'Go on.' }),
        at(2, 'model:request', { input: history }),
        at(3, 'model:response', { output: [answer] }),
        at(4, 'agent:completed', { result: 'Done.' }),
        at(5, 'user:message', { text: 'Go on.' }),
        at(6, 'model:request', { input: again }),
        at(7, 'model:response', { output: [answer] }),
      ),
    ).toEqual(['person: Go on.', 'system: Be brief.', 'agent: Done.', 'person: Go on.', 'agent: Done.']);
  });

  it.each<[string, JsonValue]>([
    ['the conventions', [{ role: 'assistant', parts: [{ type: 'text', content: 'Hello' }] }]],
    ['OpenAI', { choices: [{ message: { role: 'assistant', content: 'Hello' } }] }],
    ['Anthropic', { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] }],
    ['Google', { candidates: [], role: 'model', parts: [{ text: 'Hello' }] }],
    ['Strands', [{ role: 'assistant', message: [{ text: 'Hello' }, { type: 'toolUse', name: 'search' }] }]],
    ['a plain text', 'Hello'],
    ['JSON in a text', '[{"role":"assistant","content":"Hello"}]'],
  ])('reads answers as %s has them', (_, output) => {
    expect(read(at(1, 'model:response', { output }))).toEqual(['agent: Hello']);
  });

  it('shows an answer that is data as data, and nothing for one that only calls tools', () => {
    expect(read(at(1, 'model:response', { output: { city: 'Paris' } }))).toEqual(['agent: {"city":"Paris"}']);
    const calls = [{ role: 'assistant', parts: [{ type: 'tool_call', name: 'search', arguments: {} }] }];
    expect(read(at(1, 'model:response', { output: calls }))).toEqual([]);
  });

  it('of items of the Responses API that are no message knows whose they are, and says none of them', () => {
    const call: JsonObject = { type: 'function_call', name: 'search', arguments: '{"q":"x"}', call_id: 'c1' };
    const thought: JsonObject = { type: 'reasoning', id: 'r1', summary: [] };
    const question: JsonObject = { type: 'message', role: 'user', content: 'Go on.' };
    const came = ['function_call_output', 'function_call_result'].map((type) => ({ type, output: 'found' }));
    expect(
      read(
        at(1, 'model:request', { input: [question] }),
        at(2, 'model:response', { output: [thought, call] }),
        at(3, 'model:request', { input: [question, thought, call, ...came] }),
        at(4, 'model:response', { output: [{ type: 'message', role: 'assistant', content: 'Done.' }] }),
      ),
    ).toEqual(['person: Go on.', 'agent: Done.']);
  });

  it('tells what a model was told to be, also apart from its messages, once', () => {
    const system: JsonValue = [{ type: 'text', content: 'Be brief.' }];
    expect(read(at(1, 'agent:started', { system, task: 'Go on.' }))).toEqual([
      'system: Be brief.',
      'person: task: Go on.',
    ]);
    expect(
      read(
        at(1, 'model:request', { system, input: 'Go on.' }),
        at(2, 'model:response', { output: 'Done.' }),
        at(3, 'model:request', { system: 'Be brief.', input: 'More.' }),
      ),
    ).toEqual(['system: Be brief.', 'person: Go on.', 'agent: Done.', 'person: More.']);
  });

  it('knows whose a message is that is told by itself', () => {
    expect(
      read(
        at(1, 'model:message', { role: 'system', text: 'Be brief.' }),
        at(2, 'model:message', { role: 'user', text: 'Go on.' }),
        at(3, 'model:message', { role: 'tool', text: 'found', tool_use_id: 'c1' }),
        at(4, 'model:message', { role: 'assistant', text: 'Done.' }),
        at(5, 'model:message', { text: 'Anything else?' }),
      ),
    ).toEqual(['system: Be brief.', 'person: Go on.', 'agent: Done.', 'agent: Anything else?']);
  });

  it('lists what is asked in one', () => {
    const items = [{ question: 'Which database?' }, { question: 'Which region?' }];
    expect(read(at(1, 'agent:blocked', { items }))).toEqual(['question: - Which database?\n- Which region?']);
  });

  it('joins calls without an id by their node, and shows one that goes on, or whose beginning nobody told', () => {
    const tool = { tool_name: 'search' };
    expect(
      read(
        at(1, 'tool:started', { ...tool, input: 'a' }, { nodeId: 'one' }),
        at(1, 'tool:started', { ...tool, input: 'b' }, { nodeId: 'two' }),
        at(3, 'tool:failed', { ...tool, error: 'no answer' }, { nodeId: 'one' }),
        at(4, 'tool:completed', { tool_name: 'bash', output: 'ok', duration_ms: 20 }),
      ),
    ).toEqual([
      'search failed "a" "no answer" 2000',
      'search running "b" undefined undefined',
      'bash done undefined "ok" 20',
    ]);
  });

  it('is paged without losing a turn, and of long texts has fewer to a page', async () => {
    const events = Array.from({ length: 700 }, (_, index) => at(index, 'user:message', { text: `turn-${index}.` }));
    const seen = new Set<string>();
    let before: bigint | undefined;
    do {
      const html = await page(events, before);
      for (const [turn] of html.matchAll(/turn-\d+\./g)) seen.add(turn);
      before = /before=(\d+)"/.exec(html)?.[1] === undefined ? undefined : BigInt(/before=(\d+)"/.exec(html)?.[1] ?? 0);
    } while (before !== undefined);
    expect(seen.size).toBe(700);

    const long = Array.from({ length: 300 }, (_, index) =>
      at(index, 'user:message', { text: `${index}${'x'.repeat(50_000)}` }),
    );
    const html = await page(long);
    expect(html.length).toBeLessThan(700_000);
    expect(html).toContain('Earlier');
  });

  it('says what is missing when there is nothing, or only tools', async () => {
    expect(await page([])).toContain('Nothing was said');
    expect(await page([at(1, 'tool:called', { tool_name: 'bash' })])).toContain('Only tools so far');
  });

  it('shows hostile text as text', async () => {
    for (const text of HOSTILE) {
      const events = [
        at(1, 'user:message', { text }),
        at(2, 'model:response', { output: text }),
        at(3, 'tool:completed', { tool_name: text, input: text, output: text }),
        at(4, 'agent:blocked', { question: text }, { agentId: text }),
        at(5, 'model:request', { input: [{ role: 'system', content: text }] }),
      ];
      // Within the text of an element an apostrophe is a character like any other.
      const html = (await page(events)).replaceAll("<p>' onerror='x</p>", '');
      expect(html).not.toMatch(ESCAPED_OUT);
    }
  });
});
