import { describe, expect, it } from '@jest/globals';
import { actorName } from './actor-name.js';
import { CALLER, type Caller } from './caller.js';

const request = (caller?: Caller, cookie?: string) => ({ ip: '10.0.0.1', headers: { cookie }, [CALLER]: caller });
const ada = { kind: 'person', name: 'Ada' } as Caller;
const bot = { kind: 'key', name: 'slack bot' } as Caller;

describe('actorName', () => {
  it('is who is signed in, whatever the request says', () => {
    expect(actorName(request(ada, 'binnacle_name=Mallory'), { given: 'Grace', door: 'dashboard' })).toBe('Ada');
  });

  it('names a key beside whoever it says it acts for', () => {
    expect(actorName(request(bot), { given: 'Grace', door: 'api' })).toBe('Grace (key slack bot)');
    expect(actorName(request(bot), { door: 'api' })).toBe('key slack bot');
  });

  it('without accounts is what is given, then the cookie of a page, then the address', () => {
    expect(actorName(request(undefined, 'binnacle_name=Mia'), { given: 'Grace', door: 'dashboard' })).toBe('Grace');
    expect(actorName(request(undefined, 'binnacle_name=Mia'), { door: 'dashboard' })).toBe('Mia');
    expect(actorName(request(undefined, 'binnacle_name=Mia'), { door: 'api' })).toBe('api (10.0.0.1)');
  });
});
