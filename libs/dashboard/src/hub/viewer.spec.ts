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
    viewer = new Viewer(response.asResponse, () => frame(newest));
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
