/** People at a browser. */
import type { Page } from 'playwright-core';
import { OWNER } from '../support/web-session.js';
import type { Stage } from './support.js';

export async function fillLogin(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A page of the server's owner, who has signed in with it. */
export async function ownerPage(stage: Stage): Promise<Page> {
  const page = await stage.page('/login');
  await fillLogin(page, OWNER);
  await page.waitForURL(`${stage.server.url}/`);
  return page;
}
