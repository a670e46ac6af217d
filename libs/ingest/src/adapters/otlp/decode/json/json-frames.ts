import { BinnacleError } from '@binnacle/events';
import { type Frame, MAX_ITEMS, type Signal, TURN_BYTES } from '../frame.js';
import { SIGNALS } from '../signals.js';
import { tooMany } from '../too-many.js';
import { JsonScanner } from './json-scanner.js';

/**
 * The outline of a JSON request.
 *
 * @throws BinnacleError `invalid_json`; `field_invalid` for a list that is none or a request of another signal; `batch_too_large`
 */
export function* jsonFrames(bytes: Buffer, signal: Signal): Generator<void, Frame[]> {
  const scanner = new JsonScanner(bytes);
  const [resources, scopes, items] = signal.lists;
  const frames: Frame[] = [];
  const others = new Set<string>(
    Object.values(SIGNALS)
      .map(({ lists }) => lists[0])
      .filter((name) => name !== resources),
  );
  let count = 0;
  let turn = TURN_BYTES;
  for (const key of scanner.members('the body')) {
    if (others.has(key)) throw otherSignal(key, resources);
    if (key !== resources) {
      scanner.pass();
      continue;
    }
    for (const _ of scanner.elements(resources)) {
      const resource: Frame['resource'] = {};
      for (const part of scanner.members(`${resources}[]`)) {
        if (part === 'resource') resource.range = scanner.skip();
        else if (part !== scopes) scanner.pass();
        else
          for (const _ of scanner.elements(scopes)) {
            const frame: Frame = { resource, items: [] };
            for (const field of scanner.members(`${scopes}[]`)) {
              if (field === 'scope') frame.scope = scanner.skip();
              else if (field !== items) scanner.pass();
              else
                for (const _ of scanner.elements(items)) {
                  const { start, end } = scanner.skip();
                  frame.items.push(start, end);
                  if (++count > MAX_ITEMS) throw tooMany(signal);
                  if (end > turn) {
                    turn = end + TURN_BYTES;
                    yield;
                  }
                }
            }
            frames.push(frame);
          }
      }
    }
  }
  scanner.end();
  return frames;
}

const otherSignal = (found: string, wanted: string) =>
  new BinnacleError('field_invalid', `the body holds \`${found}\`; this address takes \`${wanted}\``, { field: found });
