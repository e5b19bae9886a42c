// From a first visit to reading every invoice without a network: what a newcomer does, in order.
import assert from 'node:assert/strict';

import {
  allowWriting, apiCalls, assertMirrored, books, connectAndSync, connectBoth, isHubSpotWrite, openScreen, startSync,
  statusOf, syncToTheEnd, waitForStatus,
} from './support/accounts.mjs';
import { eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const small = ['--scale', '60', '--seed', '7'];
const timeout = 360_000;

const invoiceRows = (page) => page.getByRole('table', { name: 'Invoices' }).getByRole('row');
const details = (page) => page.getByRole('complementary', { name: 'Details' });

/** The names of the invoices on the screen, once there are some. */
async function shownInvoices(page) {
  const rows = invoiceRows(page);
  await rows.first().waitFor();
  return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
}

async function openDetail(page, row) {
  await invoiceRows(page).nth(row).click();
  const lines = details(page).getByRole('list', { name: 'Lines' }).getByRole('listitem');
  await lines.first().waitFor();
  return lines.count();
}

async function keepShell(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await eventually('the shell is kept', () =>
    page.evaluate(async () => {
      for (const name of await caches.keys()) if (await (await caches.open(name)).match('/ledgerbridge.wasm')) return true;
      return false;
    }),
  );
}

test('a plan is shown before the first writing, and making it writes nothing', async ({ page, server }) => {
  const before = await books(server);
  await connectBoth(page, server);
  assert.equal(await page.getByRole('switch', { name: 'Allow writing' }).isChecked(), false);
  assert.equal(await page.getByRole('button', { name: 'Apply plan' }).isEnabled(), false);
  await page.getByRole('button', { name: 'Preview plan', exact: true }).click();
  await waitForStatus(page, /^Plan ready, nothing is written yet/);

  assert.match(await page.getByRole('row', { name: /^Create / }).first().textContent(), /not in HubSpot yet/);
  const summary = await page.getByRole('list', { name: 'Plan summary' }).getByRole('listitem').allTextContents();
  assert.equal(summary.length, 4, `one sum and three objects: ${summary}`);
  assert.match(summary.join('\n'), /Invoices: 60 to create/);
  assert.deepEqual((await apiCalls(server)).filter(isHubSpotWrite), []);
  assert.deepEqual(await books(server), before, 'the books are as they were');
}, { server: small, timeout });

test('Sync now without the permission to write only plans', async ({ page, server }) => {
  await connectBoth(page, server);
  await startSync(page);
  await waitForStatus(page, /^Plan ready, nothing is written yet/);

  assert.deepEqual((await apiCalls(server)).filter(isHubSpotWrite), []);
}, { server: small, timeout });

test('a sync brings every record to HubSpot once, and a second one finds nothing to do', async ({ page, server }) => {
  const before = await books(server);
  await connectBoth(page, server);
  await allowWriting(page);
  await syncToTheEnd(page);
  const counts = await assertMirrored(server);
  console.log(`    mirrored: ${JSON.stringify(counts)}`);
  assert.equal(counts.invoices, 60);
  assert.deepEqual(await books(server), before, 'the books are as they were');

  await sandbox(server.page, '/sandbox/log/clear', { body: {} });
  await syncToTheEnd(page);
  const calls = await apiCalls(server);
  console.log(`    calls of a sync without changes: ${calls.length}`);
  assert.ok(calls.length <= 6, `calls: ${calls.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
  assert.deepEqual(calls.filter(isHubSpotWrite), []);
  assert.deepEqual(page.problems, []);
}, { server: small, timeout });

test('a change in QuickBooks arrives in HubSpot with few calls', async ({ page, server }) => {
  await connectAndSync(page, server);
  const { records } = await sandbox(server.page, '/sandbox/quickbooks/customer');
  const changed = records.filter(({ Active, Job }) => Active && !Job).slice(0, 20);
  for (const { Id } of changed) {
    await sandbox(server.page, '/sandbox/quickbooks/customer', { body: { id: Id, set: { CompanyName: `Changed ${Id}` } } });
  }
  await sandbox(server.page, '/sandbox/log/clear', { body: {} });
  await syncToTheEnd(page);

  const calls = await apiCalls(server);
  console.log(`    calls for ${changed.length} changed customers: ${calls.length}`);
  assert.ok(calls.length <= 9, `calls: ${calls.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
  const contacts = (await sandbox(server.page, '/sandbox/hubspot/contacts')).records;
  for (const { Id } of changed) {
    assert.equal(contacts.filter(({ properties }) => properties.company === `Changed ${Id}`).length, 1, `customer ${Id}`);
  }
  await assertMirrored(server);
}, { server: small, timeout });

test('invoices are listed, searched and read in full, with and without a network', async ({ browser, page, server }) => {
  await connectAndSync(page, server);
  const known = (await sandbox(server.page, '/sandbox/quickbooks/invoice')).records;
  const numbers = new Set(known.map(({ DocNumber }) => DocNumber));

  await openScreen(page, 'Invoices');
  assert.match(await page.title(), /Invoices/);
  const names = await shownInvoices(page);
  assert.ok(names.length > 10, `rows: ${names.length}`);
  for (const name of names) assert.ok(numbers.has(name.split(' ')[0]), `${name} starts with a number`);

  const search = page.getByRole('textbox', { name: 'Search invoices' });
  await search.fill('1042');
  await eventually('one invoice is found', async () => (await invoiceRows(page).count()) === 1);
  assert.match((await shownInvoices(page))[0], /^1042 /);
  const lines = await openDetail(page, 0);
  const invoice = known.find(({ DocNumber }) => DocNumber === '1042');
  assert.equal(lines, invoice.Line.length, 'every line of the invoice');
  await details(page).getByRole('heading', { name: 'Invoice 1042' }).waitFor();

  await keepShell(page);
  await browser.context.setOffline(true);
  await page.reload();
  await waitForStart(page);
  await waitForStatus(page, /^Offline/);
  assert.equal(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)), true);
  assert.match(await statusOf(page).textContent(), /^Offline/);
  await openScreen(page, 'Invoices');
  // The banner that says so takes the place of a row.
  const shown = await shownInvoices(page);
  assert.deepEqual(shown, names.slice(0, shown.length));
  assert.ok((await openDetail(page, 0)) > 0);
  await details(page).getByRole('heading', { name: `Invoice ${names[0].split(' ')[0]}` }).waitFor();

  await browser.context.setOffline(false);
  await waitForStatus(page, /^Up to date/);
}, { server: small, timeout });
