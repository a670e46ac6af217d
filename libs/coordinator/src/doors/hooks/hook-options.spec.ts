import { describe, expect, it } from '@jest/globals';
import { hookOptions } from './hook-options.js';

describe('hookOptions', () => {
  it('holds permission prompts for the usual time of each client, less what the way back takes', () => {
    expect(hookOptions('claude-code', {})).toEqual({
      agent: undefined,
      hold: new Set(['permissions']),
      onTimeout: undefined,
      holdSeconds: 590,
      faults: [],
    });
    expect(hookOptions('gemini', {}).holdSeconds).toBe(54);
  });

  it.each([
    ['2', 1],
    ['30', 27],
    ['0.5', 590],
    ['soon', 590],
    ['1e9', 590],
  ])('reads a time-out of %s', (timeout, seconds) => {
    expect(hookOptions('codex', { timeout }).holdSeconds).toBe(seconds);
  });

  it.each([
    ['none', []],
    ['permissions, Bash,,Write', ['permissions', 'Bash', 'Write']],
    ['*', ['*']],
  ])('reads what is held: %s', (hold, names) => {
    expect(hookOptions('codex', { hold }).hold).toEqual(new Set(names));
  });

  it.each([
    ['named twice: both lists', ['Bash', 'permissions,Write'], ['Bash', 'permissions', 'Write']],
    ['too long: all', 'x'.repeat(5_000), ['permissions', '*']],
    ['too many: all', Array.from({ length: 101 }, (_, index) => `Tool${index}`).join(), ['permissions', '*']],
    ['no text: all', [{ a: 1 }], ['permissions', '*']],
  ])('holds rather more than less, %s', (_, hold, names) => {
    expect(hookOptions('codex', { hold }).hold).toEqual(new Set(names));
  });

  it('takes a policy it does not understand as deny, and tells of every fault', () => {
    const options = hookOptions('gemini', { on_timeout: 'alow', timeout: '-1', agent: ['a', 'b'] });
    expect(options).toMatchObject({ onTimeout: 'deny', agent: undefined, holdSeconds: 54 });
    expect(options.faults).toHaveLength(3);
  });
});
