import { createGunzip } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Frame, GZIP_HEADER } from './frame.js';

/** What a browser has of a gzip stream that goes on. */
async function inflate(...blocks: readonly Buffer[]): Promise<string> {
  const gunzip = createGunzip();
  const chunks: Buffer[] = [];
  gunzip.on('data', (chunk) => chunks.push(chunk));
  for (const block of blocks) await new Promise((resolve) => gunzip.write(block, resolve));
  gunzip.destroy();
  return Buffer.concat(chunks).toString();
}

const frame = (text: string) => new Frame(Buffer.from(text));

describe('a frame', () => {
  it('is readable by a viewer that joined at any frame, as soon as it is sent', async () => {
    const frames = ['data: one\n\n', `data: ${'ä<li>'.repeat(5_000)}\n\n`, 'data: three\n\n'].map(frame);
    for (let joined = 0; joined < frames.length; joined++) {
      const seen = frames.slice(joined);
      expect(await inflate(GZIP_HEADER, ...seen.map(({ deflated }) => deflated))).toBe(
        seen.map(({ plain }) => plain.toString()).join(''),
      );
    }
  });

  it('is compressed once for all viewers', () => {
    const one = frame('data: x\n\n');
    expect(one.deflated).toBe(one.deflated);
  });

  it('joins others in order, and a single one is itself', () => {
    const one = frame('a');
    expect(Frame.concat([one])).toBe(one);
    expect(Frame.concat([one, frame('b')]).plain.toString()).toBe('ab');
    expect(Frame.concat([]).isEmpty).toBe(true);
  });
});
