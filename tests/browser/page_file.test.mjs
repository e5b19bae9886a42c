import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { test } from './support/registry.mjs';
import { root } from './support/server.mjs';

const folder = join(root, 'build/web-release/tests/contract');
const origin = 'http://localhost:9';

/** Serves the contract's program from an address of its own, so that its databases meet nobody else's. */
async function openContract(browser) {
  await browser.context.route(`${origin}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') {
      const body = '<!doctype html><title>contract</title><script src="page_file_contract.js"></script>';
      await route.fulfill({ contentType: 'text/html', body });
    } else if (name === 'page_file_contract.js' || name === 'page_file_contract.wasm') {
      const contentType = name.endsWith('.js') ? 'text/javascript' : 'application/wasm';
      await route.fulfill({ contentType, body: await readFile(join(folder, name)) });
    } else {
      await route.fulfill({ status: 404, body: '' });
    }
  });
  const page = await browser.context.newPage();
  page.on('crash', () => assert.fail('the contract crashed'));
  await page.goto(`${origin}/`);
  return page;
}

test('IndexedDB keeps every promise of a page file', async ({ browser }) => {
  const page = await openContract(browser);
  await page.waitForFunction(() => globalThis.contractResults?.at(-1)?.name === 'end', null, { timeout: 30_000 });
  const results = await page.evaluate(() => globalThis.contractResults);

  assert.ok(results.length >= 8, `all checks ran: ${results.length}`);
  for (const { name, error } of results) assert.equal(error, '', name);
}, { open: false });

test('a flush asks IndexedDB for strict durability and one transaction', async ({ browser }) => {
  await browser.context.addInitScript(() => {
    globalThis.transactions = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      globalThis.transactions.push({ stores: [...stores], mode, durability: options?.durability });
      return original.call(this, stores, mode, options);
    };
  });
  const page = await openContract(browser);
  await page.waitForFunction(() => globalThis.contractResults?.at(-1)?.name === 'end', null, { timeout: 30_000 });
  const writes = (await page.evaluate(() => globalThis.transactions)).filter(({ mode }) => mode === 'readwrite');

  assert.ok(writes.length > 0);
  for (const write of writes) {
    assert.deepEqual(write.stores, ['blocks', 'manifest']);
    assert.equal(write.durability, 'strict');
  }
}, { open: false });

test('a browser without IndexedDB is told in one sentence', async ({ browser }) => {
  await browser.context.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }));
  const page = await openContract(browser);
  await page.waitForFunction(() => globalThis.contractResults?.at(-1)?.name === 'end', null, { timeout: 30_000 });
  const [first] = await page.evaluate(() => globalThis.contractResults);

  assert.match(first.error, /keeps no data for this page.* private window/);
}, { open: false });
