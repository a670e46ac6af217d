/**
 * What each test of the client starts from: fresh bundles, a fixture server, a page in Chromium. After each test the
 * page must have broken no policy and logged no error; a test that expects errors takes them first.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../support/chromium.js';
import { FixtureServer } from './fixture-server.js';

/** Chromium's own line for a status or a connection a test asked for; scripts cannot write it. */
const NETWORK_NOISE = /^Failed to load resource/;

export class ClientTest {
  server!: FixtureServer;
  page!: Page;
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  #browser!: Browser;
  #context!: BrowserContext;
  #bundles!: string;

  constructor() {
    beforeAll(() => this.#startAll());
    afterAll(() => this.#stopAll());
    beforeEach(() => this.#newPage());
    afterEach(() => this.#closePage());
  }

  /** Serves `body` as a page with the client in it, and opens it. */
  async open(body: string, scripts?: string[]): Promise<void> {
    this.server.page('/', body, scripts);
    await this.page.goto(`${this.server.origin}/`);
  }

  /** The errors so far; they no longer fail the test. */
  takeErrors(): string[] {
    return this.errors.splice(0);
  }

  /** As if the tab went to the background and came back; Chromium without a window has only one tab in front. */
  async setHidden(hidden: boolean): Promise<void> {
    await this.page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value: value ? 'hidden' : 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  }

  async #startAll(): Promise<void> {
    this.#bundles = await mkdtemp(join(tmpdir(), 'binnacle-browser-'));
    await promisify(execFile)(process.execPath, ['tools/browser-bundle.mjs', this.#bundles]);
    this.server = new FixtureServer(this.#bundles);
    await this.server.start();
    this.#browser = await launchBrowser();
  }

  async #stopAll(): Promise<void> {
    await this.#browser?.close();
    await this.server?.stop();
    await rm(this.#bundles, { recursive: true, force: true });
  }

  async #newPage(): Promise<void> {
    this.server.forget();
    this.errors.length = 0;
    this.warnings.length = 0;
    this.#context = await this.#browser.newContext();
    this.page = await this.#context.newPage();
    this.page.on('pageerror', (error) => this.errors.push(String(error)));
    this.page.on('console', (message) => {
      if (message.type() === 'error' && !NETWORK_NOISE.test(message.text())) this.errors.push(message.text());
      if (message.type() === 'warning') this.warnings.push(message.text());
    });
    // Out of band, so that it sees a violation even of a page whose scripts were all blocked.
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy broken: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }

  async #closePage(): Promise<void> {
    await this.#context.close();
    expect(this.errors).toEqual([]);
  }
}
