import { describe, expect, it } from '@jest/globals';
import { readWorkspaces } from './workspaces.js';

describe('BINNACLE_WORKSPACES', () => {
  it('names folders of workspaces, and single ones with their agent, each in its project', () => {
    expect(readWorkspaces('./agents, scout=/srv/scout,shop/=all,shop/lint=/srv/lint.db,', '/home')).toEqual([
      { project: 'default', path: '/home/agents' },
      { project: 'default', agent: 'scout', path: '/srv/scout' },
      { project: 'shop', path: '/home/all' },
      { project: 'shop', agent: 'lint', path: '/srv/lint.db' },
    ]);
    expect(readWorkspaces(undefined, '/home')).toEqual([]);
  });

  it.each([
    ['./a=b', '/home/a=b'],
    ['/srv/shop/x=1', '/srv/shop/x=1'],
    ['a/b/c=d', '/home/a/b/c=d'],
    ['Shop/x=1', '/home/Shop/x=1'],
  ])('takes %s for the folder it is', (text, place) => {
    expect(readWorkspaces(text, '/home')).toEqual([{ project: 'default', path: place }]);
  });

  it('keeps what may be in the name of an agent, and in a path', () => {
    expect(readWorkspaces('claude-code:1=/srv/a=b', '/home')).toEqual([
      { project: 'default', agent: 'claude-code:1', path: '/srv/a=b' },
    ]);
  });

  it.each(['=x', 'scout=', 'shop/='])('refuses %s, saying what is meant', (text) => {
    expect(() => readWorkspaces(text, '/home')).toThrow(/project\/agent=folder is meant/);
  });
});
