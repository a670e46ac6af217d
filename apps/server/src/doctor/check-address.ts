import { type Config, isLoopback } from '../config.js';
import { type Finding, fail, ok, warn } from './finding.js';

/** Everybody's: who believes it lets anybody say who they are. */
const EVERYBODY = /\/0+$/;

/** Whether where it listens, where people reach it and whose word it takes fit together. */
export function checkAddress({ host, port, publicUrl, trustedProxies, openWithoutAccounts }: Config): Finding[] {
  const isLocal = isLoopback(host);
  const found: Finding[] = [ok('address', `listens on ${host}:${port}${isLocal ? ', this machine only' : ''}`)];
  if (!isLocal && openWithoutAccounts)
    found.push(warn('access', 'BINNACLE_OPEN_ACCESS serves everybody on the network until there is an account'));
  const url = publicUrl === undefined ? undefined : new URL(publicUrl);
  if (!url && !isLocal)
    found.push(warn('public url', 'BINNACLE_PUBLIC_URL is not set: snippets, links and notices name a local address'));
  if (url && url.pathname !== '/')
    found.push(
      fail('public url', `${url.origin}${url.pathname} has a path; Binnacle serves at the root of a host only`),
    );
  if (url?.protocol === 'http:' && !isLoopback(url.hostname))
    found.push(warn('public url', `${url.origin} is not https: passwords and cookies can be read on the way`));
  if (url?.protocol === 'https:' && trustedProxies.length === 0)
    found.push(
      warn(
        'proxies',
        'https needs a proxy in front, and BINNACLE_TRUSTED_PROXIES names none: limits count it as one caller',
      ),
    );
  if (trustedProxies.some((proxy) => EVERYBODY.test(proxy)))
    found.push(fail('proxies', 'BINNACLE_TRUSTED_PROXIES holds everybody: anyone may then say who they are'));
  return found;
}
