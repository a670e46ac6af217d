import { describe, expect, it } from '@jest/globals';
import { NO_TARGETS, readAllowedTargets } from './allowed-targets.js';
import { isAllowedAddress, isPublicAddress } from './is-public-address.js';
import { targetUrl } from './target-url.js';

describe('an address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback', '::1'],
    ['this host', '0.0.0.0'],
    ['this host', '::'],
    ['private', '10.1.2.3'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['link-local, the metadata of clouds', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['unique local', 'fd00::1'],
    ['site-local', 'fec0::1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['documentation', '192.0.2.1'],
    ['documentation', '2001:db8::1'],
    ['benchmarks', '198.18.0.1'],
    ['reserved', '240.0.0.1'],
    ['mapped', '::ffff:127.0.0.1'],
    ['mapped', '::ffff:a00:1'],
    ['compatible', '::7f00:1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001::1'],
    ['nothing', 'example.com'],
    ['nothing', ''],
  ])('of %s is not public: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('may be allowed by its network, also when it is mapped, and no other is', () => {
    const allowed = readAllowedTargets('10.1.0.0/16, fd00::/8,127.0.0.1,ntfy.lan');
    for (const address of ['10.1.255.1', 'fd12::1', '127.0.0.1', '::ffff:10.1.0.1'])
      expect([address, isAllowedAddress(address, allowed)]).toEqual([address, true]);
    for (const address of ['10.2.0.1', 'fe80::1', '127.0.0.2', 'ntfy.lan'])
      expect([address, isAllowedAddress(address, allowed)]).toEqual([address, false]);
    expect([...allowed.hosts]).toEqual(['ntfy.lan']);
  });
});

describe('BINNACLE_WEBHOOK_ALLOW', () => {
  it.each(['10.0.0.0/33', 'http://x/', 'a b', '*', '1.2.3', '2130706433'])('refuses %s by name', (text) => {
    expect(() => readAllowedTargets(text)).toThrow(/invalid_config: BINNACLE_WEBHOOK_ALLOW/);
  });
});

describe('the URL of a target', () => {
  it.each([
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://127.0.0.1./',
    'http://①27.0.0.1/',
  ])('%s is seen through', (url) => {
    expect(() => targetUrl(url, NO_TARGETS)).toThrow(/target_refused/);
  });

  it('keeps names: they are looked up when something is sent', () => {
    expect(targetUrl('https://Hooks.Example.com/x?y', NO_TARGETS).href).toBe('https://hooks.example.com/x?y');
  });
});
