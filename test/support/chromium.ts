/**
 * The system's Chromium for browser tests: nothing is downloaded. Without one the tests are skipped, loudly, on a
 * developer's machine, and fail in CI.
 */
import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** `CHROMIUM_PATH`, or the first usual place that has one. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM_PATH=${named}: there is no such file`);
  return named || PLACES.find((place) => existsSync(place));
}

export function describeBrowser(name: string, body: () => void): void {
  if (findChromium()) {
    describe(name, body);
    return;
  }
  const missing = `no Chromium found: set CHROMIUM_PATH, or install one at ${PLACES.join(', ')}`;
  if (process.env.CI === 'true') throw new Error(missing);
  console.warn(`SKIPPED "${name}": ${missing}`);
  describe.skip(name, body);
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: call this inside describeBrowser');
  // Chromium refuses to run its sandbox as root, which is what containers are.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
