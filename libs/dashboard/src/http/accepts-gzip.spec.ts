import { describe, expect, it } from '@jest/globals';
import { acceptsGzip } from './accepts-gzip.js';

describe('acceptsGzip', () => {
  it.each([
    ['gzip, deflate, br, zstd', true],
    ['GZIP;q=0.5', true],
    ['*', true],
    ['br;q=1.0, *;q=0.1', true],
    ['gzip;q=0, *', false],
    ['gzip; q=0.00', false],
    ['identity', false],
    ['x-gzipped', false],
    ['', false],
    [undefined, false],
  ])('%j: %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted);
  });
});
