// A backup out of the browser and back into it, as a person does it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { allowWriting, connectBoth, openScreen, syncToTheEnd } from './support/accounts.mjs';
import { bringIntoView, eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';

const small = ['--scale', '20', '--seed', '7'];
const timeout = 360_000;

async function press(page, name) {
  const button = page.getByRole('button', { name, exact: true });
  await bringIntoView(page, button);
  await button.click();
}

async function type(page, name, text) {
  const field = page.getByLabel(name, { exact: true });
  await bringIntoView(page, field);
  await field.fill(text);
}

/** Saves a backup; gives its name and bytes. */
async function save(page, passphrase) {
  await openScreen(page, 'Settings');
  if (passphrase) {
    await type(page, 'Passphrase (may be left empty)', passphrase);
    await type(page, 'The passphrase once more', passphrase);
  }
  const downloading = page.waitForEvent('download');
  await press(page, 'Save a backup');
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function choose(page, file) {
  const choosing = page.waitForEvent('filechooser');
  await press(page, 'Choose a backup');
  const chooser = await choosing;
  await chooser.setFiles({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
}

async function restore(page) {
  await page.getByRole('button', { name: 'Restore this backup', exact: true }).waitFor({ state: 'attached' });
  await press(page, 'Restore this backup');
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await loaded;
  await waitForStart(page);
}

async function assertRestored(page) {
  await openScreen(page, 'Activity');
  await eventually('the activity says so', async () =>
    (await page.getByRole('row').allTextContents()).some((row) => row.includes('Restored from the backup of')));
}

test('a backup in clear is an SQLite database and can be restored', async ({ page, server }) => {
  await connectBoth(page, server);
  await allowWriting(page);
  await syncToTheEnd(page);
  const file = await save(page);
  assert.match(file.name, /^ledgerbridge-\d{4}-\d\d-\d\d\.sqlite$/);
  assert.equal(file.bytes.subarray(0, 15).toString(), 'SQLite format 3');

  await choose(page, file);
  await restore(page);
  await assertRestored(page);
  await syncToTheEnd(page);
}, { server: small, timeout });

test('an encrypted backup shows nothing and opens with its passphrase only', async ({ page, server }) => {
  await connectBoth(page, server);
  await allowWriting(page);
  await syncToTheEnd(page);
  const file = await save(page, 'Correct horse ü');
  assert.match(file.name, /\.backup$/);
  assert.equal(file.bytes.subarray(0, 8).toString(), 'LBBACKUP');
  assert.equal(file.bytes.includes('SQLite'), false);

  await choose(page, file);
  await type(page, 'Passphrase of this backup', 'correct horse');
  await press(page, 'Open');
  const problem = page.getByRole('alert', { name: 'Problem' });
  await problem.waitFor({ state: 'attached' });
  await type(page, 'Passphrase of this backup', 'Correct horse ü');
  await press(page, 'Open');
  await restore(page);
  await assertRestored(page);
}, { server: small, timeout });

test('a backup that was cut off is refused', async ({ page }) => {
  const file = await save(page);
  await choose(page, { name: file.name, bytes: file.bytes.subarray(0, file.bytes.length - 5000) });

  const problem = page.getByRole('alert', { name: 'Problem' });
  await problem.waitFor({ state: 'attached' });
  assert.equal(await page.getByRole('button', { name: 'Restore this backup' }).count(), 0);
}, { server: small, timeout });
