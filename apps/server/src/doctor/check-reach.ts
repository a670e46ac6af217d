import type { Config } from '../config.js';
import { type Finding, fail, ok, skip, warn } from './finding.js';

const TIMEOUT_MS = 3_000;

/** What answers at the public address, and at the addresses that the server itself asks. */
export async function checkReach({ publicUrl, oidc, selfOtlp }: Config): Promise<Finding[]> {
  return Promise.all([
    ...(publicUrl ? [publicAddress(publicUrl)] : []),
    ...(oidc ? [provider(oidc.issuer)] : []),
    ...(selfOtlp ? [collector(selfOtlp.endpoint)] : []),
  ]);
}

async function publicAddress(publicUrl: string): Promise<Finding> {
  const answer = await ask(`${publicUrl}/healthz`);
  if (typeof answer === 'string') {
    // A certificate is wrong whether the server runs or not.
    if (/CERT|SELF_SIGNED|TLS|SSL|ISSUER/.test(answer)) return fail('public url', `${publicUrl}: ${answer}`);
    return skip('public url', `nobody answers at ${publicUrl} now (${answer})`);
  }
  const isOurs = answer.status === 200 && (await answer.text()).startsWith('{"status":"ok"');
  if (isOurs) return ok('public url', `a Binnacle answers at ${publicUrl}`);
  return warn('public url', `what answers at ${publicUrl} is no Binnacle (${answer.status} for /healthz)`);
}

async function provider(issuer: string): Promise<Finding> {
  const answer = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (typeof answer === 'string') return fail('sign-in', `${issuer} does not answer: ${answer}`);
  return answer.ok ? ok('sign-in', `${issuer} answers`) : fail('sign-in', `${issuer} answers ${answer.status}`);
}

async function collector(endpoint: string): Promise<Finding> {
  const answer = await ask(`${endpoint}/v1/traces`);
  if (typeof answer === 'string') return warn('telemetry', `${endpoint} does not answer: ${answer}`);
  return ok('telemetry', `${endpoint} answers`);
}

/** @returns the answer, or in a word why there is none */
async function ask(url: string): Promise<Response | string> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
  } catch (error) {
    if (!(error instanceof Error)) return 'unknown';
    const { code, message } = (error.cause ?? error) as { code?: unknown; message: string };
    return typeof code === 'string' ? code : message;
  }
}
