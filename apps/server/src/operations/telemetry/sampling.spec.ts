import { describe, expect, it } from '@jest/globals';
import { readSampling } from './sampling.js';

describe('OTEL_TRACES_SAMPLER', () => {
  it.each([
    [undefined, undefined, { isParentBased: true, ratio: 1 }],
    ['', '0.5', { isParentBased: true, ratio: 1 }],
    ['always_on', 'nonsense', { isParentBased: false, ratio: 1 }],
    ['always_off', undefined, { isParentBased: false, ratio: 0 }],
    ['traceidratio', '0.25', { isParentBased: false, ratio: 0.25 }],
    ['parentbased_always_off', undefined, { isParentBased: true, ratio: 0 }],
    ['parentbased_traceidratio', undefined, { isParentBased: true, ratio: 1 }],
    ['parentbased_traceidratio', '0', { isParentBased: true, ratio: 0 }],
    ['parentbased_traceidratio', '.1', { isParentBased: true, ratio: 0.1 }],
    ['parentbased_traceidratio', '1e-3', { isParentBased: true, ratio: 0.001 }],
  ])('%s with %s', (name, argument, sampling) => {
    expect(readSampling({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument })).toEqual(sampling);
  });

  it.each(['jaeger_remote', 'constructor', 'ALWAYS_ON'])('refuses %s, with those there are', (name) => {
    expect(() => readSampling({ OTEL_TRACES_SAMPLER: name })).toThrow(
      /OTEL_TRACES_SAMPLER is .*; allowed: always_on, .*parentbased_traceidratio/,
    );
  });

  it.each(['1.1', '-1', '10%', 'half', '0x1', 'NaN', ' '])('refuses the share %j', (argument) => {
    const env = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: argument };
    expect(() => readSampling(env)).toThrow(/OTEL_TRACES_SAMPLER_ARG is .*a number from 0 to 1/);
  });
});
