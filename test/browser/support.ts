/** One browser page on one production server: what every browser test of the product starts from. */
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { launchBrowser } from '../support/chromium.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { TestServer } from '../support/server.js';

export class Stage {
  /** Script errors, failed policies and console errors of every page; a good test ends with none. */
  readonly complaints: string[] = [];

  private constructor(
    readonly database: TestDatabase,
    public server: TestServer,
    readonly browser: Browser,
  ) {}

  /** @param main another program that starts the server */
  static async set(env: Readonly<Record<string, string>> = {}, main?: string): Promise<Stage> {
    const database = await createTestDatabase();
    const [server, browser] = await Promise.all([
      TestServer.start({ databaseUrl: database.url, env, main }),
      launchBrowser(),
    ]);
    return new Stage(database, server, browser);
  }

  async page(path = '/', options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(`pageerror: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`);
    });
    await page.goto(`${this.server.url}${path}`);
    return page;
  }

  /** Waits until the page's stream is live. */
  async live(path = '/', options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const page = await this.page(path, options);
    await page.locator('#connection[data-connection="live"]').waitFor();
    return page;
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await this.database.drop();
  }
}
