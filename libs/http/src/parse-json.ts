import { BinnacleError } from '@binnacle/events';

/** @throws BinnacleError `invalid_json`, with what the parser said */
export function parseJson(text: string, what = 'the body'): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = text.trim() === '' ? 'it is empty' : (error as Error).message.slice(0, 160);
    throw new BinnacleError('invalid_json', `${what} is not valid JSON: ${reason}`);
  }
}
