import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { bodyText } from './body-text.js';
import { mediaType } from './media-type.js';

const read = (body: Buffer, contentEncoding?: string, limit = 1_000) => bodyText({ body, contentEncoding, limit });

describe('bodyText', () => {
  it('reads plain and gzip bytes as UTF-8', async () => {
    expect(await read(Buffer.from('äöü 😀'))).toBe('äöü 😀');
    expect(await read(gzipSync('äöü 😀'), 'gzip')).toBe('äöü 😀');
    expect(await read(Buffer.from('x'), 'identity')).toBe('x');
  });

  it('refuses invalid UTF-8 instead of replacing it in silence', async () => {
    await expect(read(Buffer.from([0x22, 0xff, 0x22]))).rejects.toMatchObject({ code: 'invalid_utf8' });
  });

  it('stops a gzip bomb at the limit, not after it is in memory', async () => {
    await expect(read(gzipSync(Buffer.alloc(50_000_000)), 'gzip')).rejects.toMatchObject({
      code: 'body_too_large',
      status: 413,
    });
  });

  it.each([
    ['br', Buffer.from('x'), 'unsupported_encoding'],
    ['gzip, gzip', Buffer.from('x'), 'unsupported_encoding'],
    ['gzip', Buffer.from('not gzip'), 'invalid_gzip'],
    ['gzip', gzipSync('cut short').subarray(0, 12), 'invalid_gzip'],
  ])('refuses %s of %s', async (encoding, body, code) => {
    await expect(read(body, encoding)).rejects.toMatchObject({ code });
  });
});

describe('mediaType', () => {
  const supported = ['application/json', 'application/x-ndjson'] as const;

  it('ignores case and parameters, and takes no header as JSON', () => {
    expect(mediaType('Application/JSON; charset="UTF-8"', supported)).toBe('application/json');
    expect(mediaType('application/x-ndjson', supported)).toBe('application/x-ndjson');
    expect(mediaType(undefined, supported)).toBe('application/json');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'json'])(
    'refuses %s',
    (type) => {
      expect(() => mediaType(type, supported)).toThrow(/unsupported_media_type/);
    },
  );
});
