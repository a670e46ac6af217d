import { BinnacleError } from '@binnacle/events';
import { MAX_ITEMS, type Signal } from './frame.js';

export const tooMany = ({ item }: Signal): BinnacleError =>
  new BinnacleError('batch_too_large', `the request holds more than ${MAX_ITEMS} ${item}s`, { limit: MAX_ITEMS });
