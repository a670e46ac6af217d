import { describe, expect, it } from '@jest/globals';
import { describeBytes } from './describe-bytes.js';

describe('describeBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [31_837, '31.8 kB'],
    [123_456_789, '123 MB'],
    [5e15, '5000 TB'],
  ])('%d', (bytes, text) => expect(describeBytes(bytes)).toBe(text));
});
