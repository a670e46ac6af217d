import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { constants, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Frame } from './frame.js';
import { FakeResponse } from './hub-test.fixture.js';
import { HIGH_WATER_BYTES, Viewer } from './viewer.js';

const frame = (text: string) => new Frame(Buffer.from(text));

describe('a viewer', () => {
  let response: FakeResponse;
  let newest: string;
  let viewer: Viewer;
  beforeEach(() => {
    jest.useFakeTimers();
    response = new FakeResponse();
    newest = 'newest';
    viewer = new Viewer(response.asResponse);
    viewer.follow({ snapshot: () => frame(newest), leave: () => {} });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gets every frame while its socket drains', () => {
    for (const text of ['one', 'two']) viewer.send(frame(text));
    expect(response.writes).toEqual(['one', 'two']);
    expect(viewer.stale).toBe(false);
  });

  it('that does not drain gets nothing more, and then the newest state instead of what it missed', () => {
    response.writableLength = HIGH_WATER_BYTES + 1;
    for (let missed = 0; missed < 100; missed++) viewer.send(frame('missed'));
    expect(response.writes).toEqual([]);
    expect(viewer.stale).toBe(true);
    viewer.heartbeat();
    expect(response.writes).toEqual([]);
    newest = 'state after a hundred frames';
    response.writableLength = 0;
    response.emit('drain');
    expect(response.writes).toEqual(['state after a hundred frames']);
    viewer.send(frame('next'));
    expect(response.writes.at(-1)).toBe('next');
  });

  it('is disconnected when it reads nothing for a minute', () => {
    response.writableLength = HIGH_WATER_BYTES + 1;
    viewer.send(frame('missed'));
    jest.advanceTimersByTime(59_000);
    viewer.heartbeat();
    expect(response.destroyed).toBe(false);
    jest.advanceTimersByTime(2_000);
    viewer.heartbeat();
    expect(response.destroyed).toBe(true);
  });

  it('is kept awake through proxies, and ends with its response', () => {
    viewer.heartbeat();
    expect(response.text).toBe(': heartbeat\n\n');
    viewer.end();
    expect(response.ended).toBe(true);
    expect(response.listenerCount('drain')).toBe(0);
  });
});

/** A socket that takes the next chunk when it is told to. */
class Socket extends Writable {
  readonly taken: Buffer[] = [];
  private readonly waiting: (() => void)[] = [];
  reading = true;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.taken.push(chunk);
    if (this.reading) done();
    else this.waiting.push(done);
  }

  async read(): Promise<void> {
    this.reading = true;
    for (const done of this.waiting.splice(0)) done();
    while (this.writableLength > 0 || this.writableNeedDrain) await new Promise(setImmediate);
  }
}

function viewerOf(socket: Socket, snapshot: () => Frame, gzip = false): Viewer {
  const viewer = new Viewer(socket as unknown as ServerResponse, gzip);
  viewer.follow({ snapshot, leave: () => {} });
  return viewer;
}

describe('a viewer over a socket', () => {
  it('holds no more than the bound and one frame, catches up with one snapshot, and holds up no other', async () => {
    const big = (round: number) => frame(`${round}:${'x'.repeat(50_000)}\n`);
    let round = 0;
    const [slow, quick] = [new Socket(), new Socket()];
    const viewers = [slow, quick].map((socket) => viewerOf(socket, () => big(round)));
    slow.reading = false;
    for (round = 1; round <= 200; round++) {
      for (const viewer of viewers) viewer.send(big(round));
      expect(slow.writableLength).toBeLessThanOrEqual(HIGH_WATER_BYTES + big(round).plain.length);
    }
    expect(viewers.map(({ stale }) => stale)).toEqual([true, false]);
    expect(quick.taken).toHaveLength(200);
    await slow.read();
    expect(viewers[0]?.stale).toBe(false);
    const rounds = slow.taken.map((chunk) => Number.parseInt(chunk.toString(), 10));
    expect(rounds).toEqual([1, 2, 3, 4, 5, 6, 201]);
  });

  it('gets one gzip stream, heartbeats too', async () => {
    const socket = new Socket();
    const viewer = viewerOf(socket, () => frame('newest'), true);
    viewer.send(frame('one '));
    viewer.heartbeat();
    viewer.send(frame('two'));
    const text = gunzipSync(Buffer.concat(socket.taken), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    expect(text).toBe('one : heartbeat\n\ntwo');
  });

  it('writes nothing to a socket that is gone', () => {
    const socket = new Socket();
    const viewer = viewerOf(socket, () => frame('newest'));
    socket.destroy();
    viewer.send(frame('late'));
    expect(socket.taken).toEqual([]);
  });
});
