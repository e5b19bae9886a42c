// What browsers do to the database of a page: end its transactions, never finish them, find it damaged, change what is below
// it, hold it for an older page, freeze the tab. Nothing is sent that could not be remembered, and nothing is made twice.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { idbSqliteFlags } from '../bench/support/store_run.mjs';
import { allowWriting, apiCalls, assertMirrored, connectAndSync, connectBoth, isHubSpotWrite, startSync, statusOf, syncToTheEnd, waitForStatus } from './support/accounts.mjs';
import { eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';

const server = ['--scale', '30', '--seed', '17'];
const timeout = 360_000;

const hubSpotWrites = async (world) => (await apiCalls(world.server)).filter(isHubSpotWrite);

/** The browser gives up every third transaction that stores something, for no reason. */
const abortSome = (page) =>
  page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    const { commit } = IDBTransaction.prototype;
    const given = new WeakSet();
    let count = 0;
    globalThis.abortedTransactions = 0;
    IDBObjectStore.prototype.add = function (...parameters) {
      count += 1;
      if (count % 3 === 0) {
        given.add(this.transaction);
        globalThis.abortedTransactions += 1;
        queueMicrotask(() => this.transaction.abort());
      }
      return add.apply(this, parameters);
    };
    IDBTransaction.prototype.commit = function () {
      if (!given.has(this)) commit.call(this);
    };
  });

test('transactions that the browser aborts are done again, and nobody notices', async ({ page, server: world }) => {
  await connectBoth(page, world);
  await allowWriting(page);
  await abortSome(page);
  await syncToTheEnd(page);
  assert.ok(await page.evaluate(() => globalThis.abortedTransactions) > 2);
  assert.equal((await assertMirrored(world)).invoices, 30);
}, { server, timeout });

/** IndexedDB takes what is to be stored, and is never done. */
const neverFinish = (page) =>
  page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    const { commit } = IDBTransaction.prototype;
    IDBObjectStore.prototype.add = function (...parameters) {
      const request = add.apply(this, parameters);
      const keepAlive = () => {
        try {
          this.get(0).onsuccess = keepAlive;
        } catch {
          // It was aborted.
        }
      };
      keepAlive();
      return request;
    };
    IDBTransaction.prototype.commit = () => {};
    globalThis.finishAgain = () => {
      IDBObjectStore.prototype.add = add;
      IDBTransaction.prototype.commit = commit;
    };
  });

test('a database that is never done holds back every write, and is told', async ({ page, server: world }) => {
  await connectBoth(page, world);
  await allowWriting(page);
  await neverFinish(page);
  await page.getByRole('button', { name: 'Sync now', exact: true }).click();

  await page.getByText(/did not finish saving in time/).first().waitFor({ state: 'attached', timeout: 120_000 });
  assert.deepEqual(await hubSpotWrites({ server: world }), [], 'nothing is written that could not be remembered');

  await page.evaluate(() => globalThis.finishAgain());
  await page.getByText('Saved', { exact: true }).first().waitFor({ state: 'attached', timeout: 120_000 });
  await page.getByRole('button', { name: 'Sync now', exact: true }).click();
  await eventually('the sync is done', async () => (await statusOf(page).textContent()).startsWith('Up to date'), 90_000);
  assert.equal((await assertMirrored(world)).invoices, 30);
}, { server, timeout });

/** One byte of the browser's own files: it finds that out at the next start, and deletes the whole store. */
async function damageIndexedDb(folder) {
  const stores = join(folder, 'Default', 'IndexedDB');
  const [name] = (await readdir(stores)).filter((entry) => entry.endsWith('.leveldb'));
  const logs = (await readdir(join(stores, name))).filter((entry) => entry.endsWith('.log'));
  for (const log of logs) {
    const bytes = await readFile(join(stores, name, log));
    if (bytes.length === 0) continue;
    bytes[bytes.length >> 1] ^= 0xff;
    await writeFile(join(stores, name, log), bytes);
  }
}

test('a database that the browser finds damaged and deletes comes back from the second copy', async ({ browser, page, server: world }) => {
  await connectAndSync(page, world);
  const before = (await hubSpotWrites({ server: world })).length;
  await browser.kill();
  await damageIndexedDb(browser.folder);
  await browser.start();

  const again = await browser.visit(world.page);
  await waitForStart(again);
  await again.getByRole('status').filter({ hasText: /second copy that it keeps brought everything back/ }).waitFor();
  await waitForStatus(again, /^Up to date/);
  assert.equal((await hubSpotWrites({ server: world })).length, before);
}, { server, timeout });

test('a browser that changes what is below IndexedDB still has everything', async ({ browser, page, server: world }) => {
  await connectAndSync(page, world);
  const before = (await hubSpotWrites({ server: world })).length;
  await browser.restart({ flags: idbSqliteFlags });

  const again = await browser.visit(world.page);
  await waitForStart(again);
  await waitForStatus(again, /^Up to date/);
  await syncToTheEnd(again);
  assert.equal((await hubSpotWrites({ server: world })).length, before);
}, { server, timeout });

test('a tab that is frozen in the middle of a sync goes on when it is thawed, and makes nothing twice', async ({ browser, page, server: world }) => {
  await connectBoth(page, world);
  await allowWriting(page);
  await startSync(page);
  await eventually('the first write', async () => (await hubSpotWrites({ server: world })).length > 0, 60_000);
  const session = await browser.context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  const beside = await browser.visit(world.page);
  await waitForStart(beside);
  await waitForStatus(beside, /^Another tab is working/);
  await session.send('Page.setWebLifecycleState', { state: 'active' });

  await waitForStatus(page, /^Up to date/);
  assert.equal((await assertMirrored(world)).invoices, 30);
}, { server, timeout });

test('a page that an older one keeps from its database says so', async ({ browser, server: world }) => {
  const older = await browser.visit(`${world.page}/sandbox/`);
  await older.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open('ledgerbridge', 1);
    opening.onsuccess = () => {
      globalThis.held = opening.result;
      resolve();
    };
  }));
  const page = await browser.visit(world.page);
  await page.getByText(/Another tab holds an older version of the stored data/).first().waitFor({ state: 'attached', timeout: 120_000 });
  await older.close();
  await page.reload();
  await waitForStart(page);
}, { server, timeout, open: false });
