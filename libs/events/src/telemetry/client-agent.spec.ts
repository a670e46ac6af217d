import { describe, expect, it } from '@jest/globals';
import { clientAgent } from './client-agent.js';

describe('the agent that a session of a client is', () => {
  it('has the name of the client and a mark of the session', () => {
    expect(clientAgent('claude-code', '8cc07b5b-a7a2-49a2-ab58-74cae4a13825')).toBe('claude-code:8cc07b5b');
    expect(clientAgent('gemini', 's-1')).toBe('gemini:s-1');
    expect(clientAgent('codex', undefined)).toBe('codex:unknown');
  });

  it('differs for two sessions that began in the same minute', () => {
    const [one, other] = ['019ab1c2-0000-7aaa-8000-00000000beef', '019ab1c2-0001-7bbb-8000-00000000cafe'];
    expect(clientAgent('codex', one)).toBe('codex:0000beef');
    expect(clientAgent('codex', other)).not.toBe(clientAgent('codex', one));
  });
});
