import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { html } from '@binnacle/plugin-kit';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Picture, REST_MS } from './picture.js';

class Viewer extends EventEmitter {
  end(): void {}
  readonly frames: string[] = [];
  drains = true;
  write(frame: Buffer): boolean {
    this.frames.push(frame.toString());
    return this.drains;
  }
}

describe('Picture', () => {
  let shown: string;
  let painted: number;
  let picture: Picture;
  beforeEach(() => {
    jest.useFakeTimers();
    shown = 'one';
    painted = 0;
    const render = async () => {
      painted++;
      return html`<p id="p">${shown}</p>`;
    };
    picture = new Picture({ key: 'k', wants: () => true, render }, () => undefined);
  });
  afterEach(() => {
    picture.close();
    jest.useRealTimers();
  });

  const join = async (viewer = new Viewer()) => {
    picture.add(viewer as unknown as ServerResponse);
    await jest.advanceTimersByTimeAsync(0);
    return viewer;
  };
  const change = async (text: string) => {
    shown = text;
    picture.change();
    await jest.advanceTimersByTimeAsync(REST_MS);
  };

  it('is painted when somebody comes and when it changed, once for all', async () => {
    const [first, second] = [await join(), await join()];
    await change('two');
    expect(first.frames.at(-1)).toContain('two');
    expect(second.frames.at(-1)).toContain('two');
    expect(painted).toBe(3);
  });

  it('sends what looks the same to nobody again', async () => {
    const viewer = await join();
    await change('one');
    expect(viewer.frames).toHaveLength(1);
  });

  it('takes many changes at once as one', async () => {
    const viewer = await join();
    for (let index = 0; index < 100; index++) {
      shown = `text ${index}`;
      picture.change();
    }
    await jest.advanceTimersByTimeAsync(2 * REST_MS);
    expect(viewer.frames.length).toBeLessThanOrEqual(3);
    expect(viewer.frames.at(-1)).toContain('text 99');
  });

  it('gives who can’t keep up the newest frame once they have drained, and nothing twice', async () => {
    const viewer = new Viewer();
    viewer.drains = false;
    await join(viewer);
    viewer.emit('drain');
    expect(viewer.frames).toHaveLength(1);
    await change('two');
    await change('three');
    await change('four');
    expect(viewer.frames).toHaveLength(2);
    viewer.drains = true;
    viewer.emit('drain');
    expect(viewer.frames).toHaveLength(3);
    expect(viewer.frames.at(-1)).toContain('four');
  });

  it('tries again after a painting that failed', async () => {
    const errors: unknown[] = [];
    let fails = true;
    const render = async () => {
      if (fails) throw new Error('the database is away');
      return html`<p>here</p>`;
    };
    const failing = new Picture({ key: 'f', wants: () => true, render }, (error) => errors.push(error));
    const viewer = new Viewer();
    failing.add(viewer as unknown as ServerResponse);
    await jest.advanceTimersByTimeAsync(0);
    expect([errors.length, viewer.frames.length]).toEqual([1, 0]);
    fails = false;
    failing.change();
    await jest.advanceTimersByTimeAsync(REST_MS);
    expect(viewer.frames).toHaveLength(1);
    failing.close();
  });
});
