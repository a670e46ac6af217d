import { text } from 'node:stream/consumers';
import type { BinnacleEvent } from '@binnacle/events';
import type { EventArchive, EventQuery } from '@binnacle/persistence';
import { eventOf } from '@binnacle/plugin-kit/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventExporter } from './event-exporter.js';
import { exportFormat } from './export-format.js';

const NDJSON = exportFormat('application/x-ndjson');
if (!NDJSON) throw new Error('no format');

describe('an export', () => {
  let reads: EventQuery[];
  let read: (query: EventQuery) => Promise<BinnacleEvent[]>;
  let exporter: EventExporter;
  beforeEach(() => {
    reads = [];
    read = async ({ after, before, limit }) => {
      const from = Number(after ?? 0n) + 1;
      const to = Math.min(Number(before) - 1, from + limit - 1);
      const events = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
      return events.map((seq) => ({
        ...eventOf('tool:called', { payload: { text: 'x'.repeat(10_000) } }),
        seq: BigInt(seq),
      }));
    };
    const archive = {
      head: async () => 1_000n,
      read: (query: EventQuery) => {
        reads.push(query);
        return read(query);
      },
    };
    exporter = new EventExporter(archive as unknown as EventArchive, { record: async () => {} });
  });

  const reply = { header: () => reply, raw: { setTimeout: () => {} } } as unknown as FastifyReply;
  const begin = async (parameters = {}) => {
    const file = await exporter.export(
      'default',
      NDJSON,
      { order: 'asc', ...parameters },
      { headers: {}, url: '/api/v1/events', ip: '127.0.0.1' } as FastifyRequest,
      reply,
    );
    return file.getStream();
  };

  it('has every event up to the newest of its beginning, in pages of about the same size', async () => {
    const lines = (await text(await begin())).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => `${index + 1}`),
    );
    expect(reads.every(({ before }) => before === 1_001n)).toBe(true);
    expect(Math.max(...reads.slice(1).map(({ limit }) => limit))).toBeLessThan(250);
  });

  it('reads no further than its client takes', async () => {
    const stream = await begin();
    stream.read();
    await new Promise(setImmediate);
    const asked = reads.length;
    await new Promise(setImmediate);
    expect(reads).toHaveLength(asked);
    expect(asked).toBeLessThanOrEqual(3);
    stream.destroy();
  });

  it('is one of four at once, and its place is free when the client leaves', async () => {
    const streams = await Promise.all([begin(), begin(), begin(), begin()]);
    await expect(begin()).rejects.toMatchObject({ code: 'too_many_queries' });
    streams[0]?.destroy();
    await new Promise(setImmediate);
    const fifth = await begin({ limit: '1' });
    await text(fifth);
    for (const stream of [...streams, fifth]) stream.destroy();
  });

  it('breaks off when a read fails, instead of ending as if it were whole', async () => {
    const whole = read;
    read = (query) => (reads.length > 2 ? Promise.reject(new Error('away')) : whole(query));
    await expect(text(await begin())).rejects.toThrow('away');
  });

  it('breaks off when the server stops, and none begins after that', async () => {
    const stream = await begin();
    exporter.beforeApplicationShutdown();
    await expect(text(stream)).rejects.toThrow('stopping');
    await expect(begin()).rejects.toMatchObject({ code: 'shutting_down' });
  });
});
