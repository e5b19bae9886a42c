import assert from 'node:assert/strict';

import { assertKept, contractFile, contractResults } from './support/contract.mjs';
import { test } from './support/registry.mjs';

const origin = 'http://localhost:9';

/** Runs the contract on an address of its own, so that its databases meet nobody else's. */
async function runContract(browser) {
  await browser.context.route(`${origin}/**`, async (route) => {
    const file = await contractFile('page_file_contract', new URL(route.request().url()).pathname);
    await route.fulfill(file ? { contentType: file[0], body: file[1] } : { status: 404, body: '' });
  });
  const page = await browser.context.newPage();
  return { page, results: await contractResults(page, `${origin}/`) };
}

test('IndexedDB keeps every promise of a page file', async ({ browser }) => {
  const { results } = await runContract(browser);

  assertKept(results, 7);
}, { open: false });

test('every write asks IndexedDB for strict durability, a record for the log alone', async ({ browser }) => {
  await browser.context.addInitScript(() => {
    globalThis.transactions = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      globalThis.transactions.push({ stores: [...stores], mode, durability: options?.durability });
      return original.call(this, stores, mode, options);
    };
  });
  const { page } = await runContract(browser);
  const writes = (await page.evaluate(() => globalThis.transactions)).filter(({ mode }) => mode === 'readwrite');

  assert.ok(writes.length > 0);
  const kinds = ['log', 'blocks,manifest', 'log,blocks,manifest'];
  for (const write of writes) {
    assert.ok(kinds.includes(write.stores.join()), write.stores.join());
    assert.equal(write.durability, 'strict');
  }
}, { open: false });

test('a browser without IndexedDB is told in one sentence', async ({ browser }) => {
  await browser.context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
  const { results } = await runContract(browser);
  const [first] = results;

  assert.match(first.error, /keeps no data for this page.* private window/);
}, { open: false });
