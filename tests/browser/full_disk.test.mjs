// No room left for the page's data: it is said, nothing is called saved that is not, nothing is sent, and all goes on
// when there is room again.
import assert from 'node:assert/strict';

import { allowWriting, apiCalls, assertMirrored, connectBoth, isHubSpotWrite, statusOf, waitForStatus } from './support/accounts.mjs';
import { eventually } from './support/page.mjs';
import { test } from './support/registry.mjs';

/** From now on IndexedDB ends every transaction that stores something, as browsers do when the disk is full. */
const fillDisk = (page) =>
  page.evaluate(() => {
    const { put, add } = IDBObjectStore.prototype;
    const { commit } = IDBTransaction.prototype;
    const ended = new WeakSet();
    const endsBefore = (original) =>
      function (...parameters) {
        const { transaction } = this;
        if (!ended.has(transaction)) {
          ended.add(transaction);
          Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
          queueMicrotask(() => transaction.abort());
        }
        return original.apply(this, parameters);
      };
    Object.assign(IDBObjectStore.prototype, { put: endsBefore(put), add: endsBefore(add) });
    IDBTransaction.prototype.commit = function () {
      if (!ended.has(this)) commit.call(this);
    };
    globalThis.freeDisk = () => {
      Object.assign(IDBObjectStore.prototype, { put, add });
      IDBTransaction.prototype.commit = commit;
    };
  });

test('a full disk stops writing, is said in words, and loses nothing', async ({ page, server }) => {
  await connectBoth(page, server);
  await allowWriting(page);
  await fillDisk(page);
  await page.getByRole('button', { name: 'Sync now', exact: true }).click();

  await page.getByText(/no room left for this page's data/).first().waitFor({ state: 'attached', timeout: 120_000 });
  assert.deepEqual((await apiCalls(server)).filter(isHubSpotWrite), [], 'nothing is written that could not be remembered');

  await waitForStatus(page, /^Failed: The browser has no room left/);
  await page.evaluate(() => globalThis.freeDisk());
  await page.getByRole('button', { name: 'Sync now', exact: true }).click();
  await eventually('the sync is done', async () => (await statusOf(page).textContent()).startsWith('Up to date'), 60_000);
  const counts = await assertMirrored(server);
  assert.equal(counts.invoices, 30);
}, { server: ['--scale', '30', '--seed', '5'], timeout: 180_000 });
