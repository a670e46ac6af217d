import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inScopeOf, inScopeUntil, openScope, projectInScope } from './project-scope.js';

describe('the project that code runs for', () => {
  it('is nobody’s outside, and of the innermost within', () => {
    expect(projectInScope()).toBeUndefined();
    expect(inScopeOf('shop', () => inScopeOf('bank', projectInScope))).toBe('bank');
    expect(inScopeOf('shop', () => [inScopeOf('bank', projectInScope), projectInScope()])).toEqual(['bank', 'shop']);
    expect(projectInScope()).toBeUndefined();
  });

  it('follows what goes on at the same time, each its own, until it ends', async () => {
    const late = async (project: string, ms: number) => {
      const first = projectInScope();
      await delay(ms);
      return [project, first, projectInScope()];
    };
    const of = (project: string, ms: number) => inScopeUntil(project, () => late(project, ms));
    expect(await Promise.all([of('shop', 20), of('bank', 5), of('shop', 1)])).toEqual([
      ['shop', 'shop', 'shop'],
      ['bank', 'bank', 'bank'],
      ['shop', 'shop', 'shop'],
    ]);
    expect(projectInScope()).toBeUndefined();
  });

  it('is a view’s, also while something of another project goes on', async () => {
    await inScopeUntil('shop', async () => {
      await delay(1);
      expect(inScopeOf('bank', projectInScope)).toBe('bank');
      expect(projectInScope()).toBe('shop');
    });
  });

  it('ends with what fails', async () => {
    await expect(inScopeUntil('shop', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(() =>
      openScope('shop', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(() =>
      inScopeOf('shop', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(projectInScope()).toBeUndefined();
  });

  it('lasts until it is left, once', async () => {
    let seen: Promise<string | undefined> = Promise.resolve(undefined);
    const leave = openScope('shop', () => {
      seen = delay(5).then(projectInScope);
    });
    const other = openScope('bank', () => {});
    other();
    other();
    expect(await seen).toBe('shop');
    leave();
    expect(projectInScope()).toBeUndefined();
  });
});
