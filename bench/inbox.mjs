/** The inbox with few and with ten thousand open questions: its first paint, and one more question or answer appearing in it. */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { benchDatabases } from './support/bench-database.mjs';
import { startBinnacle } from './support/bench-server.mjs';
import { json } from './support/post-json.mjs';
import { summary } from './support/statistics.mjs';

const COUNTS = [100, 10_000];
const LOADS = 20;
const UPDATES = 20;
const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A third of them approvals; asked in the order of their number. */
async function ask(url, count) {
  for (let at = 0; at < count; at += 1_000) {
    const events = Array.from({ length: Math.min(1_000, count - at) }, (_, index) => ({
      id: `q-${at + index}`,
      type: 'agent:blocked',
      agent_id: `a-${(at + index) % 500}`,
      session_id: `s-${(at + index) % 500}`,
      payload: {
        question: `Question ${at + index}: may the release go on?`,
        msg_id: `q-${at + index}`,
        ...((at + index) % 3
          ? { options: ['yes', 'no'] }
          : { action: { tool: 'deploy', args: { version: at + index } } }),
      },
    }));
    await json(`${url}/api/v1/events`, events);
  }
}

/** The whole answer. */
async function served(url) {
  const times = [];
  let bytes = 0;
  for (let at = 0; at < LOADS; at++) {
    const started = performance.now();
    const response = await fetch(url);
    bytes = (await response.arrayBuffer()).byteLength;
    times.push(performance.now() - started);
  }
  return { ...summary(times), bytes };
}

async function painted(page, url) {
  const times = [];
  for (let at = 0; at < LOADS; at++) {
    await page.goto(`${url}/inbox`);
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    times.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
  }
  return summary(times);
}

/** From somebody's answer to the count of open questions on another's screen. */
async function updated(page, url, count) {
  const times = [];
  await page.goto(`${url}/inbox`);
  for (let at = 0; at < UPDATES; at++) {
    await page.locator(`#inbox-count[data-count="${count - at}"]`).waitFor({ state: 'attached' });
    // Frames are a quarter of a second apart at least: each answer meets a page that rests.
    await delay(400);
    const shown = page.evaluate(
      (wanted) =>
        new Promise((resolve) => {
          new MutationObserver((_, observer) => {
            if (document.querySelector('#inbox-count')?.getAttribute('data-count') !== wanted) return;
            observer.disconnect();
            resolve(performance.timeOrigin + performance.now());
          }).observe(document.body, { subtree: true, childList: true, attributes: true });
        }),
      String(count - at - 1),
    );
    const started = performance.timeOrigin + performance.now();
    await json(`${url}/agent/a-${at}/respond`, { question_id: `q-${at}`, answer: at % 3 ? 'yes' : 'approve' });
    times.push((await shown) - started);
  }
  return summary(times);
}

export async function benchInbox() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Chromium found: set CHROMIUM_PATH');
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const databases = await benchDatabases(...COUNTS.map((count) => `inbox_${count}`));
  const rows = [];
  try {
    for (const [at, count] of COUNTS.entries()) {
      const server = await startBinnacle(databases.urls[at]);
      try {
        await ask(server.url, count);
        const page = await browser.newPage();
        const bare = await served(`${server.url}/health`);
        const made = await served(`${server.url}/inbox`);
        const paint = await painted(page, server.url);
        const update = await updated(page, server.url, count);
        await page.close();
        const ms = ({ p50, p99 }) => `${p50.toFixed(0)} / ${p99.toFixed(0)}`;
        const ratio = `${(made.p50 / bare.p50).toFixed(1)}×`;
        rows.push([
          count.toLocaleString('en'),
          ms(bare),
          ms(made),
          ratio,
          (made.bytes / 1_024).toFixed(0),
          ms(paint),
          ms(update),
        ]);
      } finally {
        await server.stop();
      }
    }
  } finally {
    await browser.close();
    await databases.stop();
  }
  return {
    title: 'The inbox with 10,000 open questions',
    note: `25 cards a page. ${LOADS} loads and ${UPDATES} answers each, p50 / p99. First paint in Chromium from the start of the navigation; update from the POST of an answer to the new count on another screen, up to 250 ms of pacing included. Anchor: a GET that reads one row, in the same run.`,
    head: ['open questions', 'anchor ms', 'page served ms', 'of the anchor', 'KB', 'first paint ms', 'update ms'],
    rows,
  };
}
