import { eventOf } from '@binnacle/plugin-kit/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { counter, FakeResponse, log, parse, slow, viewOf } from './hub-test.fixture.js';
import { FRAME_INTERVAL_MS, LiveView } from './live-view.js';
import { Viewer } from './viewer.js';

const called = () => eventOf('tool:called');
const said = (text: string) => eventOf('user:message', { payload: { text } });

describe('a live view', () => {
  let view: LiveView;
  let response: FakeResponse;
  beforeEach(() => {
    jest.useFakeTimers();
    view = viewOf(counter(), log());
    response = new FakeResponse();
    view.add(new Viewer(response.asResponse));
  });
  afterEach(() => {
    view.close();
    jest.useRealTimers();
  });

  it('paints the first change after quiet at once', () => {
    view.fold([called()]);
    expect(response.writes).toHaveLength(1);
    expect(response.text).toContain('1 calls');
  });

  it('then at most ten times a second, the newest state each time, and the last one always', () => {
    for (let ms = 0; ms < 1_000; ms++) {
      view.fold([called()]);
      jest.advanceTimersByTime(1);
    }
    jest.advanceTimersByTime(FRAME_INTERVAL_MS);
    expect(response.writes.length).toBeGreaterThanOrEqual(10);
    expect(response.writes.length).toBeLessThanOrEqual(12);
    expect(response.writes.at(-1)).toContain('1000 calls');
  });

  it('sends one frame for many events at once, and none for what changes nothing', () => {
    view.fold(Array.from({ length: 50 }, called));
    expect(response.writes).toHaveLength(1);
    jest.advanceTimersByTime(1_000);
    view.fold([eventOf('graph:started')]);
    jest.advanceTimersByTime(1_000);
    expect(response.writes).toHaveLength(1);
  });

  it('sends only panels that changed, and of a log only what is new', () => {
    view.fold([said('one'), said('two')]);
    jest.advanceTimersByTime(1_000);
    response.writes = [];
    view.fold([said('three'), said('four')]);
    const [rows, trim] = parse(response.text);
    expect(rows?.data).toBe('mode prepend\nselector #p-log-rows\nelements <li>four</li><li>three</li>');
    expect(trim?.data).toContain(':nth-child(n+4)');
    expect(response.text).not.toContain('calls');
  });

  it('gives all viewers the same bytes', () => {
    const other = new FakeResponse();
    view.add(new Viewer(other.asResponse));
    view.fold([called()]);
    expect(other.writes).toEqual(response.writes);
  });

  it('shows an error card in place of a panel whose view fails, until it works again', () => {
    view.fold([eventOf('tool:failed'), said('still here')]);
    expect(response.text).toContain('view broke');
    expect(response.text).toContain('still here');
    jest.advanceTimersByTime(1_000);
    response.writes = [];
    view.fold([called()]);
    expect(response.text).toContain('1 calls');
    expect(response.text).not.toContain('view broke');
  });

  it('says on a panel how many events its reducer could not read', () => {
    view.fold([eventOf('model:request'), called()]);
    expect(response.text).toMatch(/1 events? could not be read/);
    expect(response.text).toContain('1 calls');
  });

  it('paints nothing while nobody looks, and whoever comes then gets the state and what follows it', () => {
    const late = viewOf(log());
    late.fold([said('before')]);
    expect(late.snapshot().plain.toString()).toContain('before');
    const viewer = new FakeResponse();
    late.add(new Viewer(viewer.asResponse));
    late.fold([said('after')]);
    expect(parse(viewer.text)[0]?.data).toBe('mode prepend\nselector #p-log-rows\nelements <li>after</li>');
    late.close();
    expect(viewer.ended).toBe(true);
  });

  it('snapshots the panels that changed after a position', () => {
    const first = called();
    view.fold([first, said('later')]);
    expect(view.snapshot(first.seq).plain.toString()).not.toContain('calls');
    expect(view.snapshot(first.seq).plain.toString()).toContain('later');
    expect(view.snapshot().plain.toString()).toContain('1 calls');
  });

  it('gives a slow panel a tenth of the time, and the others all their frames', () => {
    view.close();
    view = viewOf(
      slow(() => jest.advanceTimersByTime(200)),
      log(),
    );
    view.add(new Viewer(response.asResponse));
    view.fold([called()]);
    view.fold([called()]);
    response.writes = [];
    for (const text of ['one', 'two', 'three']) {
      view.fold([said(text)]);
      jest.advanceTimersByTime(FRAME_INTERVAL_MS);
      expect(response.writes.at(-1)).toContain(text);
      expect(response.text).not.toContain('calls');
    }
    jest.advanceTimersByTime(2_000);
    expect(response.text).toContain('2 calls');
  });

  it('sets no timer and renders nothing when its last viewer has left', () => {
    view.fold([called()]);
    view.fold([called()]);
    for (const viewer of view.viewers) view.remove(viewer);
    jest.advanceTimersByTime(1_000);
    view.fold([called()]);
    expect(response.writes).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
