// What the page costs: nothing while nothing happens, little while somebody scrolls.
import assert from 'node:assert/strict';

import { connectAndSync, openScreen } from './support/accounts.mjs';
import { invoiceRows, readInvoices, wheelThrough } from './support/invoices.mjs';
import { frameCounters, waitForIdle } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const timeout = 360_000;
const watchedMilliseconds = 3000;

/** Frames drawn while nobody does anything; the wait is what is measured, it is for no condition. */
async function framesWhileWatched(page) {
  const before = await frameCounters(page);
  await page.waitForTimeout(watchedMilliseconds);
  return (await frameCounters(page)).frames - before.frames;
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

test('scrolling through 1,000 invoices draws few frames a turn of the wheel, and describes only what is on the screen', async ({ page, server }) => {
  await readInvoices(page, server);
  const first = await invoiceRows(page).first().getAttribute('aria-label');
  const { calls } = await sandbox(server.page, '/sandbox/log');
  const before = await frameCounters(page);
  const notches = [...Array(40).fill(200), ...Array(20).fill(-2000)];
  const passed = await wheelThrough(page, notches);
  await waitForIdle(page);

  assert.equal(await invoiceRows(page).first().getAttribute('aria-label'), first, 'back at the top');
  assert.ok(new Set(passed).size > 30, `rows at the top on the way: ${new Set(passed).size}`);
  const drawn = (await frameCounters(page)).frames - before.frames;
  assert.ok(drawn <= 4 * notches.length, `${drawn} frames for ${notches.length} turns`);
  assert.ok(await invoiceRows(page).count() < 100, 'rows that are described');
  assert.equal((await sandbox(server.page, '/sandbox/log')).calls.length, calls.length, 'calls while scrolling');
}, { server: ['--scale', '1000'], timeout });
