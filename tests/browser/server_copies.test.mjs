// A copy of everything on the application's own server, and back from there.
import assert from 'node:assert/strict';

import { assertMirrored, connectAndSync, openScreen, syncToTheEnd } from './support/accounts.mjs';
import { bringIntoView, eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const small = ['--scale', '20', '--seed', '7'];
const timeout = 360_000;

async function press(page, name) {
  const button = page.getByRole('button', { name });
  await button.first().waitFor({ state: 'attached' });
  await bringIntoView(page, button.first());
  await button.first().click();
}

const copies = async (server) => (await sandbox(server.page, '/api/backups')).backups;

async function saveCopy(page, server) {
  await openScreen(page, 'Settings');
  await press(page, 'Save a copy now');
  await eventually('the server has a copy', async () => (await copies(server)).length > 0);
}

test('a copy goes to the server, is listed, and brings everything back', async ({ page, server }) => {
  await connectAndSync(page, server);
  await saveCopy(page, server);
  const [copy] = await copies(server);
  assert.ok(copy.size > 100_000, `${copy.size} bytes`);

  await press(page, /^Open the copy of /);
  await press(page, 'Restore this backup');
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await loaded;
  await waitForStart(page);
  await openScreen(page, 'Activity');
  await eventually('the activity says so', async () =>
    (await page.getByRole('row').allTextContents()).some((row) => row.includes('Restored from the backup of')));
  await syncToTheEnd(page);
}, { server: small, timeout });

test('a server that takes no copy is told in words, and a later one goes well', async ({ page, server }) => {
  const full = { error: { code: 'storage_full', message: 'The disk of the server is full.' } };
  await page.route('**/api/backups/**', (route) =>
    route.fulfill({ status: 507, headers: { 'X-Proxy-Error': '1' }, json: full }));
  await openScreen(page, 'Settings');
  await press(page, 'Save a copy now');
  const alert = page.getByRole('alert', { name: 'Copy not saved' });
  await alert.waitFor({ state: 'attached' });
  await page.unroute('**/api/backups/**');

  await press(page, 'Save a copy now');
  await alert.waitFor({ state: 'detached' });
  assert.equal((await copies(server)).length, 1);
}, { server: small, timeout });

const removeEverything = async () => {
  localStorage.clear();
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('ledgerbridge');
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  });
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
};

test('a browser that lost everything is told by the server and takes the newest copy', async ({ browser, page, server }) => {
  await connectAndSync(page, server);
  await saveCopy(page, server);
  await eventually('the server knows the database', async () =>
    (await sandbox(server.page, '/api/databases')).databases.length > 0);
  await page.close();
  const between = await browser.visit(`${server.page}/sandbox/`);
  await between.evaluate(removeEverything);
  await between.close();

  const again = await browser.visit(server.page);
  await waitForStart(again);
  await again.getByRole('status').filter({ hasText: /^The browser has removed the data of this page/ }).waitFor();
  await again.getByRole('button', { name: 'Bring the data back', exact: true }).click();
  await press(again, 'Open the newest copy');
  await press(again, 'Restore this backup');
  const loaded = again.waitForEvent('load');
  await again.getByRole('button', { name: 'Restore', exact: true }).click();
  await loaded;
  await waitForStart(again);
  await syncToTheEnd(again);
  assert.equal((await assertMirrored(server)).invoices, 20);
}, { server: small, timeout });
