import { BinnacleError } from '@binnacle/events';
import type { PluginHealth } from './plugin-health.js';

/**
 * Runs what a tab, action or notifier does, which may take its time: counted, bounded, and refused while the part is switched
 * off. The work of one that takes too long can't be stopped; its result is dropped.
 *
 * @throws BinnacleError `plugin_timeout`, and what the part throws
 */
export async function runPart<T>(
  health: PluginHealth,
  source: string,
  timeoutMs: number,
  work: () => T | Promise<T>,
): Promise<T> {
  const part = health.of(source);
  if (part.off) throw new BinnacleError('plugin_timeout', `${source} is switched off: ${part.off.reason}`);
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      const error = new BinnacleError('plugin_timeout', `${source} took more than ${timeoutMs / 1_000} s`);
      timer = setTimeout(() => reject(error), timeoutMs);
    });
    return await Promise.race([work(), late]);
  } catch (error) {
    // Its own refusals are for people; they are no failure.
    if (!(error instanceof BinnacleError) || error.code === 'plugin_timeout') health.record(source, error);
    throw error;
  } finally {
    clearTimeout(timer);
    part.events.add(performance.now() - start);
  }
}
