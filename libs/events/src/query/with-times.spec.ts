import { describe, expect, it } from '@jest/globals';
import { withTimes } from './with-times.js';

describe('a query for another time', () => {
  it.each([
    ['', 'from:2026-01-01 to:2026-01-02'],
    ['from:2020-01-01', 'from:2026-01-01 to:2026-01-02'],
    [
      ' type:tool:*,agent:failed  to:2026-05-01  "from:here  stays" ',
      'type:tool:*,agent:failed "from:here  stays" from:2026-01-01 to:2026-01-02',
    ],
    ['agent:a,"b c" -session:x', 'agent:a,"b c" -session:x from:2026-01-01 to:2026-01-02'],
  ])('%j becomes %j', (query, result) => {
    expect(withTimes(query, { from: '2026-01-01', to: '2026-01-02' })).toBe(result);
  });

  it('takes the times away when there are none', () => {
    expect(withTimes('from:2026-01-01 refused to:2026-01-02', {})).toBe('refused');
  });
});
