import { BinnacleError, defineFilter, Settings } from '@binnacle/plugin-kit';
import { Mask } from './mask.js';
import type { SecretPattern } from './secret-patterns.js';

const MAX_PATTERN_CHARS = 500;

/**
 * Masks secrets in payloads before they are archived, for good. On by default: agents print environments and headers, and
 * an archive everyone on the team reads is no place for them. `BINNACLE_MASK_SECRETS=off` keeps payloads as sent.
 */
export const maskSecrets = defineFilter({
  id: 'mask-secrets',
  stage: 'ingest',
  order: 1_000,
  onError: 'withhold',
  inject: [Settings],
  create: (settings) => {
    if (!isOn(settings.get('BINNACLE_MASK_SECRETS'))) return (event) => event;
    const mask = new Mask(ownPatterns(settings.get('BINNACLE_MASK_PATTERNS')));
    return (event) => {
      const payload = mask.value(event.payload);
      return payload === event.payload ? event : { ...event, payload };
    };
  },
});

function isOn(value: string | undefined): boolean {
  if (value === undefined || value === 'on') return true;
  if (value === 'off') return false;
  throw new BinnacleError('invalid_config', `BINNACLE_MASK_SECRETS is ${JSON.stringify(value)}; allowed: on, off`);
}

/** One regular expression a line. @throws BinnacleError `invalid_config` */
function ownPatterns(text = ''): SecretPattern[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      try {
        if (line.length > MAX_PATTERN_CHARS) throw new Error(`longer than ${MAX_PATTERN_CHARS} characters`);
        const expression = new RegExp(line, 'g');
        if (expression.test('')) throw new Error('it matches nothing at all, so everywhere');
        expression.lastIndex = 0;
        return { name: 'value', expression };
      } catch (error) {
        throw new BinnacleError(
          'invalid_config',
          `BINNACLE_MASK_PATTERNS: ${JSON.stringify(line.slice(0, 80))}: ${(error as Error).message}`,
        );
      }
    });
}
