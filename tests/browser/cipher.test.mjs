import assert from 'node:assert/strict';

import { assertKept, contractFile, contractResults } from './support/contract.mjs';
import { test } from './support/registry.mjs';

/** Runs the contract as a page of `origin`. */
async function runContract(browser, origin) {
  await browser.context.route(`${origin}/**`, async (route) => {
    const file = await contractFile('cipher_contract', new URL(route.request().url()).pathname);
    await route.fulfill(file ? { contentType: file[0], body: file[1] } : { status: 404, body: '' });
  });
  const page = await browser.context.newPage();
  return contractResults(page, `${origin}/`);
}

test('WebCrypto keeps every promise of a cipher', async ({ browser }) => {
  assertKept(await runContract(browser, 'http://localhost:9'), 7);
}, { open: false });

test('a key cannot be read out of the browser', async ({ browser }) => {
  await browser.context.addInitScript(() => {
    globalThis.extractable = [];
    if (!globalThis.SubtleCrypto) return;
    for (const name of ['importKey', 'deriveKey']) {
      const original = SubtleCrypto.prototype[name];
      SubtleCrypto.prototype[name] = async function (...given) {
        const key = await original.apply(this, given);
        globalThis.extractable.push(key.extractable);
        return key;
      };
    }
  });
  await runContract(browser, 'http://localhost:9');
  const extractable = await browser.context.pages().at(-1).evaluate(() => globalThis.extractable);

  assert.ok(extractable.length > 0);
  assert.ok(extractable.every((value) => value === false));
}, { open: false });

test('a page without a secure context is told in one sentence', async ({ browser }) => {
  const [first] = await runContract(browser, 'http://plain.example');

  assert.match(first.error, /encrypts nothing on this page\. Open it by https/);
}, { open: false });
