// Names that break careless programs go from QuickBooks to HubSpot and onto the screen.
import assert from 'node:assert/strict';

import { assertMirrored, connectAndSync, openScreen, records } from './support/accounts.mjs';
import { eventually } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const hostile = [
  '請注意 Test',
  'こんにちは Test',
  'Zażółć gęślą jaźń Test',
  'مرحبا Test',
  '😀 Test 👩‍👩‍👧‍👦',
  '<img src=x onerror="window.taken=true"> Test',
  "'; DROP TABLE customers; -- Test",
  '{{constructor}} %s ${7*7} \\u0000 Test',
  'Test ‮reversed',
];
const controls = 'Bell\u0007 Escape\u001b[31m Null\u0000 Test';
const veryLong = `Very long Test ${'x'.repeat(9985)}`;

const table = (page, name) => page.getByRole('table', { name }).getByRole('row');

async function createCustomer(server, name) {
  return sandbox(server.page, '/sandbox/quickbooks/customer/create', { body: { DisplayName: name, CompanyName: 'Test' } });
}

/** Gives a customer a name that QuickBooks' own checks would refuse. */
async function createUnchecked(server, plain, name) {
  const { Id } = await createCustomer(server, plain);
  const body = { id: Id, set: { DisplayName: name }, unchecked: true };
  return sandbox(server.page, '/sandbox/quickbooks/customer', { body });
}

/** An invoice to this customer whose line is described by the customer's name. */
async function createInvoice(server, customer) {
  const [example] = await records(server, 'quickbooks/invoice');
  const line = example.Line.find(({ DetailType }) => DetailType === 'SalesItemLineDetail');
  const { ItemRef } = line.SalesItemLineDetail;
  return sandbox(server.page, '/sandbox/quickbooks/invoice/create', {
    body: {
      CustomerRef: { value: customer.Id },
      Line: [{ Amount: 12.5, Description: customer.DisplayName, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef } }],
    },
  });
}

async function contactOf(server, customer) {
  const contacts = await records(server, 'hubspot/contacts');
  const found = contacts.filter(({ properties }) => properties.qbo_customer_id?.endsWith(`:${customer.Id}`));
  assert.equal(found.length, 1, customer.DisplayName.slice(0, 60));
  return found[0].properties;
}

/** The names of the rows that a search finds, once its words have been heeded. */
async function searchContacts(page, words, count) {
  await page.getByRole('textbox', { name: 'Search contacts' }).fill(words);
  const rows = table(page, 'Contacts');
  await eventually(`${count} rows for ${words}`, async () => (await rows.count()) === count);
  return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
}

test('every name travels to HubSpot, is displayed, and breaks nothing', async ({ page, server }) => {
  const customers = [];
  for (const name of hostile) customers.push(await createCustomer(server, name));
  const controlled = await createUnchecked(server, 'Control Test', controls);
  const long = await createUnchecked(server, 'Long Test', veryLong);
  const invoice = await createInvoice(server, customers[5]);
  await connectAndSync(page, server);
  await assertMirrored(server);

  for (const customer of customers) {
    assert.equal((await contactOf(server, customer)).qbo_display_name, customer.DisplayName);
  }
  assert.match((await contactOf(server, long)).qbo_display_name, /^Very long Test x{1000}/);
  assert.match((await contactOf(server, controlled)).qbo_display_name, /^Bell.* Escape.*Test$/su);

  await openScreen(page, 'Contacts');
  const shown = await searchContacts(page, 'Test', hostile.length + 2);
  for (const name of hostile.slice(0, 8)) assert.ok(shown.some((row) => row.includes(name)), `${name} in ${shown.join(' | ').slice(0, 2000)}`);
  assert.ok(shown.some((row) => row.startsWith('Bell')), 'the name with control characters');
  assert.ok(shown.some((row) => row.startsWith('Very long Test')), 'the very long name');
  for (const row of shown) assert.doesNotMatch(row, /[\u0000-\u0008\u000e-\u001f]/, 'no control character on the screen');

  await openScreen(page, 'Invoices');
  await page.getByRole('textbox', { name: 'Search invoices' }).fill(invoice.DocNumber);
  await table(page, 'Invoices').first().click();
  await page.getByRole('complementary', { name: 'Details' }).getByRole('list', { name: 'Lines' }).getByRole('listitem').first().waitFor();
  assert.equal(await page.evaluate(() => window.taken), undefined);
  assert.deepEqual(page.problems, []);
}, { server: ['--scale', '30', '--seed', '5'], timeout: 180_000 });
