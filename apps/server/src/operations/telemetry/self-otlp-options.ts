import { BinnacleError } from '@binnacle/events';
import { secretSetting } from '../../secret-setting.js';
import { readSampling, type Sampling } from './sampling.js';

/** Where the server sends its own traces and metrics. */
export interface SelfOtlpOptions {
  /** Without `/v1/traces`, without a slash at the end. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sampling: Sampling;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws BinnacleError `invalid_config`, never with what may be a secret */
export function readSelfOtlp(env: Environment, cwd: string): SelfOtlpOptions | undefined {
  const endpoint = env.BINNACLE_SELF_OTLP_ENDPOINT;
  const given = { value: env.BINNACLE_SELF_OTLP_HEADERS, file: env.BINNACLE_SELF_OTLP_HEADERS_FILE };
  const headers = secretSetting('BINNACLE_SELF_OTLP_HEADERS', given, cwd);
  if (!endpoint) {
    if (headers) throw refused('BINNACLE_SELF_OTLP_HEADERS', 'needs BINNACLE_SELF_OTLP_ENDPOINT beside it');
    return undefined;
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.search) {
    const what = 'must be a URL that starts with http:// or https://, without a password or a query';
    throw refused('BINNACLE_SELF_OTLP_ENDPOINT', what);
  }
  return {
    endpoint: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    headers: readHeaders(headers),
    sampling: readSampling(env),
  };
}

/** As OpenTelemetry’s own variable has them: `name=value,name=value`, values percent-encoded where they must be. */
function readHeaders(text = ''): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of text.split(',').filter((part) => part.trim())) {
    const [, name = '', value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    const decoded = decode(value);
    if (!name || decoded === undefined) {
      throw refused(
        'BINNACLE_SELF_OTLP_HEADERS',
        'must be name=value pairs, separated by commas; values percent-encoded',
      );
    }
    headers[name.toLowerCase()] = decoded;
  }
  return headers;
}

function decode(value: string): string | undefined {
  try {
    const decoded = decodeURIComponent(value);
    return /^[\t\x20-\x7e]*$/.test(decoded) ? decoded : undefined;
  } catch {
    return undefined;
  }
}

const refused = (variable: string, what: string) =>
  new BinnacleError('invalid_config', `${variable} ${what}`, { variable });
