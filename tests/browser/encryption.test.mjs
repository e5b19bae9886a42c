// What the browser keeps, encrypted with a passphrase, as a person does it.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { connectBoth, openScreen, records, waitForStatus } from './support/accounts.mjs';
import { bringIntoView, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';

const server = ['--scale', '20', '--seed', '7'];
const timeout = 360_000;
const passphrase = 'open sesame, żółw 龜';

async function press(page, name) {
  const button = page.getByRole('button', { name, exact: true });
  await bringIntoView(page, button);
  await button.click();
}

async function enterTwice(page, text) {
  await openScreen(page, 'Settings');
  for (const name of ['New passphrase', 'The new passphrase once more']) {
    const field = page.getByLabel(name, { exact: true });
    await bringIntoView(page, field);
    await field.fill(text);
  }
}

async function unlock(page, text) {
  await page.getByRole('heading', { name: 'Your data is locked' }).waitFor();
  await page.getByLabel('Passphrase').fill(text);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

/** Whether any file in which the browser keeps what pages store holds this text. */
async function isOnDisk(folder, text) {
  const wanted = Buffer.from(text);
  for (const place of ['IndexedDB', 'File System', 'Local Storage', 'WebStorage']) {
    const files = await readdir(join(folder, 'Default', place), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const file of files.filter((entry) => entry.isFile())) {
      if ((await readFile(join(file.parentPath ?? file.path, file.name))).includes(wanted)) return true;
    }
  }
  return false;
}

/** Enters the passphrase by itself whenever this page asks for it, as after each sign-in of a service. */
const unlockAlways = (page, text) =>
  page.addInitScript((entered) => {
    document.addEventListener('DOMContentLoaded', () => {
      const form = document.getElementById('locked');
      new MutationObserver(() => {
        if (!form || form.hidden) return;
        document.getElementById('passphrase').value = entered;
        document.getElementById('locked-open').requestSubmit();
      }).observe(document.body, { subtree: true, attributeFilter: ['hidden'] });
    });
  }, text);

async function encrypt(page) {
  await enterTwice(page, passphrase);
  const loaded = page.waitForEvent('load');
  await press(page, 'Encrypt');
  await loaded;
}

test('what is stored in an encrypted browser is nowhere on the disk, and is there again after a restart', async ({ browser, page, server: world }) => {
  await encrypt(page);
  await unlock(page, 'open barley');
  await page.getByRole('alert').filter({ hasText: 'This is not the passphrase of these data.' }).waitFor();
  await unlock(page, passphrase);
  await waitForStart(page);
  await unlockAlways(page, passphrase);
  await connectBoth(page, world);
  await page.getByRole('button', { name: 'Preview plan', exact: true }).click();
  await waitForStatus(page, /^Plan ready/);
  assert.deepEqual(page.problems, []);

  await browser.restart();
  const [{ DisplayName: name }] = await records(world, 'quickbooks/customer');
  assert.equal(await isOnDisk(browser.folder, name), false, `${name} is on the disk`);
  const again = await browser.visit(world.page);
  await unlock(again, passphrase);
  await waitForStart(again);
  await openScreen(again, 'Invoices');
  await again.getByRole('table', { name: 'Invoices' }).getByRole('row').first().waitFor();
}, { server, timeout });

test('data that were stored in clear are encrypted, and can be given up without the passphrase', async ({ page, server: world }) => {
  await connectBoth(page, world);
  await encrypt(page);
  await unlock(page, passphrase);
  await waitForStart(page);
  await openScreen(page, 'Connections');
  assert.equal(await page.getByRole('button', { name: 'Disconnect' }).count(), 2);

  await page.reload();
  await page.getByRole('button', { name: 'I do not have it any more' }).click();
  await page.getByRole('button', { name: 'Erase the data in this browser' }).click();
  await waitForStart(page);
  await openScreen(page, 'Settings');
  await page.getByRole('button', { name: 'Encrypt', exact: true }).waitFor({ state: 'attached' });
}, { server, timeout });
