// What the page costs: nothing while nothing happens, little while somebody scrolls.
import assert from 'node:assert/strict';

import { connectAndSync, connectBoth, openScreen, waitForStatus } from './support/accounts.mjs';
import { frameCounters, waitForIdle } from './support/page.mjs';
import { test } from './support/registry.mjs';

const timeout = 240_000;
const frameBudgetMilliseconds = 16;
const watchedMilliseconds = 3000;

const invoiceRows = (page) => page.getByRole('table', { name: 'Invoices' }).getByRole('row');

/** Frames drawn while nobody does anything; the wait is what is measured, it is for no condition. */
async function framesWhileWatched(page) {
  const before = await frameCounters(page);
  await page.waitForTimeout(watchedMilliseconds);
  return (await frameCounters(page)).frames - before.frames;
}

/** Starts to watch; the function that comes back ends it and gives the CPU milliseconds of every frame since. */
async function watchFrameCosts(page) {
  const session = await page.context().newCDPSession(page);
  const frames = [];
  session.on('Tracing.dataCollected', ({ value }) => frames.push(...value.filter(({ name }) => name === 'FireAnimationFrame')));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline'] } });
  return async () => {
    const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await ended;
    return frames.map(({ tdur }) => tdur / 1000);
  };
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function wheelThrough(page, notches, height) {
  for (let notch = 0; notch < notches; ++notch) {
    const { frames } = await frameCounters(page);
    await page.mouse.wheel(0, height);
    await page.waitForFunction((drawn) => window.ledgerbridge.frames > drawn, frames);
  }
}

/** Once a minute a frame is due that turns "just now" into "1 min ago"; the next one is a minute away. */
async function assertStill(page, screen) {
  const frames = await framesWhileWatched(page);
  assert.ok(frames <= 1, `frames on ${screen}: ${frames}`);
  if (frames === 1) assert.equal(await framesWhileWatched(page), 0, `frames on ${screen}, watched again`);
}

test('no screen draws a frame while nobody does anything, not even after a sync', async ({ page, server }) => {
  await connectAndSync(page, server);
  for (const screen of ['Sync', 'Overview', 'Invoices', 'Contacts', 'Products', 'Activity', 'Connections']) {
    await openScreen(page, screen);
    await page.mouse.move(2, 2);
    await waitForIdle(page);
    await assertStill(page, screen);
  }
}, { server: ['--scale', '30'], timeout });

test('scrolling through 1,000 invoices stays within a frame', async ({ page, server }) => {
  await connectBoth(page, server);
  await page.getByRole('button', { name: 'Preview plan', exact: true }).click();
  await waitForStatus(page, /^Plan ready/, 120_000);
  await openScreen(page, 'Invoices');
  await invoiceRows(page).first().waitFor();
  assert.match(await page.getByRole('radio', { name: 'All' }).first().evaluate((all) => all.outerHTML), /1,000/);
  const first = await invoiceRows(page).first().getAttribute('aria-label');
  await page.mouse.move(700, 500);
  await waitForIdle(page);
  const frameCosts = await watchFrameCosts(page);
  await wheelThrough(page, 60, 200);
  await wheelThrough(page, 20, -2000);
  await waitForIdle(page);
  const costs = (await frameCosts()).sort((a, b) => a - b);

  assert.equal(await invoiceRows(page).first().getAttribute('aria-label'), first, 'back at the top');
  const [median, slow, worst] = [0.5, 0.95, 1].map((share) => quantile(costs, share).toFixed(1));
  console.log(`    CPU of ${costs.length} frames: median ${median} ms, 95 % within ${slow} ms, slowest ${worst} ms`);
  assert.ok(costs.length > 80, `frames: ${costs.length}`);
  assert.ok(costs.at(-1) < frameBudgetMilliseconds, `slowest ${worst} ms`);
}, { server: ['--scale', '1000'], timeout });
