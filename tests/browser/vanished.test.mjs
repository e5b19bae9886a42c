// A browser that loses the database and keeps the rest, as crashes have been seen to do.
import assert from 'node:assert/strict';

import { apiCalls, assertMirrored, connectAndSync, isHubSpotWrite, waitForStatus } from './support/accounts.mjs';
import { waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';

const removeDatabase = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('ledgerbridge');
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });

const removeFiles = async () => {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
};

test('a database that vanished comes back from the second copy, and nothing is written to HubSpot for it', async ({ browser, page, server }) => {
  await connectAndSync(page, server);
  const before = (await apiCalls(server)).filter(isHubSpotWrite).length;
  await page.close();
  const between = await browser.visit(`${server.page}/sandbox/`);
  await between.evaluate(removeDatabase);

  const again = await browser.visit(server.page);
  await waitForStart(again);
  await again.getByRole('status').filter({ hasText: /second copy that it keeps brought everything back/ }).waitFor();
  await waitForStatus(again, /^Up to date/);

  assert.equal((await apiCalls(server)).filter(isHubSpotWrite).length, before);
}, { server: ['--scale', '30', '--seed', '9'], timeout: 180_000 });

test('data that vanished are not taken for a first visit, and come back without a record made twice', async ({ browser, page, server }) => {
  await connectAndSync(page, server);
  await page.close();
  const between = await browser.visit(`${server.page}/sandbox/`);
  await between.evaluate(removeDatabase);
  await between.evaluate(removeFiles);

  const again = await browser.visit(server.page);
  await waitForStart(again);
  await again.getByRole('status').filter({ hasText: /^The browser has removed the data of this page/ }).waitFor();
  await again.getByRole('link', { name: 'Sync', exact: true }).click();
  await again.getByRole('switch', { name: 'Allow writing' }).click();
  await waitForStatus(again, /^(Plan|\d)/);
  await again.getByRole('button', { name: 'Sync now', exact: true }).click();
  await waitForStatus(again, /^Up to date/);

  assert.equal(await again.getByRole('status').filter({ hasText: /^The browser/ }).count(), 0);
  assert.equal((await assertMirrored(server)).invoices, 30);
}, { server: ['--scale', '30', '--seed', '9'], timeout: 180_000 });
