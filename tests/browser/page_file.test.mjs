import assert from 'node:assert/strict';

import { assertKept, contractFile, contractResults } from './support/contract.mjs';
import { test } from './support/registry.mjs';

const origin = 'http://localhost:9';

/** Answers for an address of its own, so that its data meets nobody else's. `worker` is put before the worker's script. */
async function serveContract(browser, worker = '') {
  await browser.context.route(`${origin}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/other') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>other</title>' });
    const file = await contractFile('page_file_contract', path);
    if (!file) return route.fulfill({ status: 404, body: '' });
    await route.fulfill({ contentType: file[0], body: path === '/storage_worker.js' ? worker + file[1] : file[1] });
  });
}

/** Runs the contract on one body: IndexedDB, Files, or BusyFiles, which are rewritten at every opportunity. */
async function runContract(browser, body, worker = '') {
  await serveContract(browser, worker);
  const page = await browser.context.newPage();
  return { page, results: await contractResults(page, `${origin}/#${body}`) };
}

/** A tab that holds a file of a check for this long, or as long as it is open. */
async function holdFile(browser, check, milliseconds) {
  const tab = await browser.context.newPage();
  await tab.goto(`${origin}/other`);
  const held = await tab.evaluate(async ({ folder, time }) => {
    const worker = new Worker('storage_worker.js');
    const answered = new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)));
    worker.postMessage({ request: 1, operation: 'open', folder, name: 'pages.a' });
    const { error } = await answered;
    if (time !== null) setTimeout(() => worker.postMessage({ operation: 'stop' }), time);
    globalThis.holder = worker;
    return error ?? '';
  }, { folder: check, time: milliseconds ?? null });
  assert.equal(held, '');
}

test('IndexedDB keeps every promise of a page file', async ({ browser }) => {
  const { results } = await runContract(browser, 'IndexedDB');

  assertKept(results, 17);
}, { open: false });

for (const body of ['Files', 'BusyFiles']) {
  test(`the browser's private files keep every promise of a page file (${body})`, async ({ browser }) => {
    const { results } = await runContract(browser, body);

    assertKept(results, 16);
  }, { open: false });
}

test('a browser without private files is told in one sentence', async ({ browser }) => {
  const without = "Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: undefined });";
  const { results } = await runContract(browser, 'Files', without);

  assert.match(results[0].error, /keeps no files for this page.* private window/);
}, { open: false });

test('a file that another tab gives up is waited for, one that it keeps is not', async ({ browser }) => {
  await serveContract(browser);
  await holdFile(browser, 'Files.StartsEmpty', 700);
  await holdFile(browser, 'Files.ErasesEverything');
  const { results } = await runContract(browser, 'Files');

  const refused = results.filter(({ error }) => error !== '');
  assert.deepEqual(refused.map(({ name }) => name), ['Files.ErasesEverything']);
  assert.match(refused[0].error, /Another tab holds the second copy/);
}, { open: false });

test('a worker that does not start fails what was asked, and nothing waits', async ({ browser }) => {
  const dying = "throw new Error('ended by the test');";
  const { results } = await runContract(browser, 'Files', dying);

  assert.match(results[0].error, /failed to save the second copy.*ended by the test/);
}, { open: false });

test('a full disk is named as the reason', async ({ browser }) => {
  const full = `FileSystemSyncAccessHandle.prototype.write = () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };`;
  const { results } = await runContract(browser, 'Files', full);

  const [empty, appends] = results;
  assert.equal(empty.error, '');
  assert.match(appends.error, /no room left for the second copy/);
}, { open: false });

test('the page may start its storage worker', async ({ page }) => {
  const answer = await page.evaluate(() => new Promise((resolve) => {
    const worker = Module.storageWorker();
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ error: message || 'refused' });
    worker.postMessage({ request: 1, operation: 'open', folder: 'probe', name: 'file' });
  }));

  assert.deepEqual(answer, { request: 1, size: 0 });
  assert.deepEqual(page.problems, []);
});

test('every write asks IndexedDB for strict durability, a record for the log alone', async ({ browser }) => {
  await browser.context.addInitScript(() => {
    globalThis.transactions = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      globalThis.transactions.push({ stores: [...stores], mode, durability: options?.durability });
      return original.call(this, stores, mode, options);
    };
  });
  const { page } = await runContract(browser, 'IndexedDB');
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
  const { results } = await runContract(browser, 'IndexedDB');
  const [first] = results;

  assert.match(first.error, /keeps no data for this page.* private window/);
}, { open: false });
