import { ArchiveReader, type ArchiveSelection, type BinnacleEvent, type EntityInfo } from '@binnacle/plugin-kit';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { describe, expect, it } from '@jest/globals';
import { timelineTab } from './tab.js';

const SPANS = 5_000;
const iso = (ms: number) => new Date(Date.parse('2026-11-27T10:00:00Z') + ms).toISOString();

/** A run of 5,000 tool spans below one agent: 10,002 events, as OpenTelemetry tells them. */
const events: BinnacleEvent[] = [
  eventOf('agent:started', { seq: 1n, timestamp: iso(0), sessionId: 's', agentId: 'ada', nodeId: 'root' }),
  ...Array.from({ length: SPANS }, (_, index) => {
    const of = {
      sessionId: 's',
      agentId: 'ada',
      nodeId: `span-${index}`,
      parentId: index % 10 ? `span-${index - 1}` : 'root',
    };
    const payload = { tool_name: `tool ${index}`, tool_use_id: `call-${index}` };
    return [
      eventOf('tool:started', { ...of, id: `a${index}`, seq: BigInt(2 * index + 2), timestamp: iso(index), payload }),
      eventOf('tool:completed', {
        ...of,
        id: `b${index}`,
        seq: BigInt(2 * index + 3),
        timestamp: iso(index + 1),
        payload,
      }),
    ];
  }).flat(),
];

class Kept extends ArchiveReader {
  override async newest({ before, limit = 100 }: ArchiveSelection) {
    return events
      .filter(({ seq }) => before === undefined || seq < before)
      .reverse()
      .slice(0, limit);
  }
  override async find() {
    return undefined;
  }
}

const entity: EntityInfo = {
  ...{ kind: 'session', id: 's', project: 'default', state: 'running', firstSeen: iso(0), lastSeen: iso(SPANS) },
  ...{
    events: events.length,
    errors: 0,
    openQuestions: 0,
    inputTokens: null,
    outputTokens: null,
    costUsd: null,
    unpriced: 0,
  },
  agentId: 'ada',
};
const page = async (before?: bigint) =>
  String(await timelineTab.tab.render({ ...entity, before }, new Kept() as never));

describe('the timeline of a run of ten thousand events', () => {
  it('is paged, and every span is on one of its pages', async () => {
    const seen = new Set<string>();
    let before: bigint | undefined;
    let pages = 0;
    do {
      const html = await page(before);
      for (const [, name] of html.matchAll(/tool (\d+)</g)) seen.add(name ?? '');
      const [, next] = /rel="next" href="[^"]*before=(\d+)"/.exec(html) ?? [];
      before = next === undefined ? undefined : BigInt(next);
      pages++;
    } while (before !== undefined && pages < 100);
    expect(seen.size).toBe(SPANS);
    expect(pages).toBe(28);
  });

  it('nests a span within the one that it names as its parent', async () => {
    const html = await page();
    expect(html).toMatch(/depth-[3-6]/);
    expect(html.length).toBeLessThan(300_000);
  });

  it('leads back to the newest', async () => {
    expect(await page()).not.toContain('Newest');
    expect(await page(4_000n)).toContain('Newest');
  });
});

describe('the timeline of what came in another order', () => {
  it('is that of what happened', async () => {
    const of = (second: number, type: string, payload: object = {}, more: object = {}) =>
      eventOf(type, {
        sessionId: 's',
        agentId: 'ada',
        timestamp: iso(second * 1_000),
        payload: payload as never,
        ...more,
      });
    const span = { graphId: 'trace' };
    const prompt = { question: 'Permission', answerable: false, afterwards: true };
    const told = [
      of(0, 'agent:started', { name: 'Ada' }),
      of(2, 'agent:blocked', { question: 'Go?' }),
      of(3, 'agent:resumed', { answer: 'yes' }),
      of(6, 'agent:completed'),
      of(1.5, 'agent:blocked', prompt, span),
      of(3, 'agent:resumed', prompt, span),
      of(4, 'model:request', { model: 'opus' }, span),
      of(5, 'model:response', { model: 'opus' }, span),
    ];
    const archive = { newest: async () => told.toReversed() } as unknown as ArchiveReader;
    const html = String(await timelineTab.tab.render({ ...entity, before: undefined }, archive as never));
    const names = [...html.matchAll(/ <\/span>([^<]+)<\/span><svg/g)].map(([, name]) => name);
    expect(names).toEqual(['Ada', 'Go?', 'opus']);
    expect(html).not.toContain('is-running');
  });
});
