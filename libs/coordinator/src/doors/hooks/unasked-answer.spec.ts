import { describe, expect, it } from '@jest/globals';
import { unaskedAnswer } from './unasked-answer.js';

describe('unaskedAnswer', () => {
  const why = 'Binnacle did not ask anybody: no room';
  const call = { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason: why };

  it.each([
    ['/hooks/claude-code?hold=Bash', { hookSpecificOutput: call }],
    ['/hooks/codex?hold=permissions,Bash&agent=x', { hookSpecificOutput: call }],
    ['/hooks/claude-code?hold=Read&hold=permissions', { hookSpecificOutput: call }],
    ['/hooks/gemini/?hold=*', { decision: 'deny', reason: why }],
    ['/hooks/gemini?hold=%2A&on_timeout=maybe', { decision: 'deny', reason: why }],
  ])('refuses where calls wait for people: %s', (url, answer) => {
    expect(unaskedAnswer(url, 'no room')).toEqual(answer);
  });

  it.each([
    '/hooks/claude-code',
    '/hooks/claude-code?hold=none',
    '/hooks/codex?hold=permissions',
    '/hooks/gemini?hold=*&on_timeout=pass',
  ])('has no opinion where none does: %s', (url) => {
    expect(unaskedAnswer(url, 'no room')).toEqual({});
  });

  it.each([
    '/hooks/cursor?hold=*',
    '/hooks/',
    '/hooks/claude-code/more',
    '/api/v1/events?hold=*',
    '/hooks/constructor',
  ])('is for hooks of clients that are known: not %s', (url) => {
    expect(unaskedAnswer(url, 'no room')).toBeUndefined();
  });
});
