// What a person sets on the Rules page, and what the next sync makes of it.
import assert from 'node:assert/strict';

import { allowWriting, connectBoth, records, syncToTheEnd } from './support/accounts.mjs';
import { bringIntoView } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const small = ['--scale', '6', '--seed', '11'];

async function press(page, locator) {
  await locator.waitFor({ state: 'attached' });
  await bringIntoView(page, locator);
  await locator.press('Enter');
}

test('a product of HubSpot becomes an item on the income account that a person chose', async ({ page, server }) => {
  const made = await sandbox(server.page, '/sandbox/hubspot/products/create', {
    body: { name: 'Rope of hemp', hs_sku: 'HEMP-1', price: '12.50' },
  });
  assert.ok(made.id);
  await connectBoth(page, server);
  await page.getByRole('tab', { name: 'Rules' }).click();
  const rules = page.getByRole('group', { name: 'Rules for Products' });
  const choose = (question, answer) =>
    press(page, rules.getByRole('radiogroup', { name: question }).getByRole('radio', { name: answer, exact: true }));
  await choose('Changes travel', 'Both ways');
  await choose('In QuickBooks', 'Create and update');
  await press(page, rules.getByRole('button', { name: 'Choose an account' }));
  const account = rules.getByRole('radiogroup', { name: 'Income accounts' }).getByRole('button').first();
  await account.waitFor({ state: 'attached' });
  const name = await account.textContent();
  await press(page, account);
  await rules.getByRole('button', { name: 'Choose another account' }).waitFor({ state: 'attached' });

  await allowWriting(page);
  await syncToTheEnd(page);

  const items = (await records(server, 'quickbooks/item')).filter(({ Name }) => Name === 'Rope of hemp');
  assert.equal(items.length, 1);
  assert.equal(items[0].Sku, 'HEMP-1');
  assert.equal(Number(items[0].UnitPrice), 12.5);
  assert.equal(items[0].IncomeAccountRef.name, name);
  assert.deepEqual(page.problems, []);
}, { server: small, timeout: 360_000 });
