// Programs that check a contract in the browser (tests/contract) and leave their findings in the page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { root } from './server.mjs';

const folder = join(root, 'build/web-release/tests/contract');

/** The file of a program's page as [content type, body], or null for a path that is none of them. */
export async function contractFile(program, path) {
  if (path === '/') return ['text/html', `<!doctype html><title>contract</title><script src="${program}.js"></script>`];
  if (path === `/${program}.js`) return ['text/javascript', await readFile(join(folder, `${program}.js`))];
  if (path === '/storage_worker.js') return ['text/javascript', await readFile(join(root, 'web/storage_worker.js'))];
  if (path === `/${program}.wasm`) return ['application/wasm', await readFile(join(folder, `${program}.wasm`))];
  return null;
}

/** Opens the program's page and waits for its findings: [{name, error}], without the closing entry. */
export async function contractResults(page, address) {
  page.on('crash', () => assert.fail('the contract crashed'));
  await page.goto(address);
  await page.waitForFunction(() => globalThis.contractResults?.at(-1)?.name === 'end', null, { timeout: 30_000 });
  return (await page.evaluate(() => globalThis.contractResults)).slice(0, -1);
}

/** Fails with every promise that was broken. */
export function assertKept(results, atLeast) {
  assert.ok(results.length >= atLeast, `all checks ran: ${results.length}`);
  const broken = results.filter(({ error }) => error !== '').map(({ name, error }) => `${name}: ${error}`);
  assert.deepEqual(broken, []);
}
