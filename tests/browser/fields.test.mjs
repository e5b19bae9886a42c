// A person maps a custom property, sees the plan, and its value arrives.
import assert from 'node:assert/strict';

import { connectAndSync, isHubSpotWrite, apiCalls, records, startSync, waitForStatus } from './support/accounts.mjs';
import { bringIntoView, waitForIdle } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const small = ['--scale', '10', '--seed', '7'];

async function choose(page, box, part, option) {
  await waitForIdle(page); // the panel slides in
  await page.getByRole('button', { name: box, exact: true }).click();
  const search = page.getByRole('textbox', { name: `Search ${box}` });
  if (part) await search.fill(part);
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a mapped property is planned first and then carries its value', async ({ page, server }) => {
  await connectAndSync(page, server);
  const customer = (await records(server, 'quickbooks/customer')).find(({ Active, Job }) => Active && !Job);
  await sandbox(server.page, '/sandbox/quickbooks/customer', { body: { id: customer.Id, set: { Title: 'Countess' } } });

  await page.getByRole('tab', { name: 'Fields', exact: true }).click();
  await page.getByRole('table', { name: 'Fields' }).getByRole('row', { name: /^E-?mail/i }).first().waitFor();
  await page.getByRole('button', { name: 'Add field', exact: true }).click();
  await choose(page, 'HubSpot property', 'job title', 'Job title');
  await choose(page, 'QuickBooks field', 'title', 'Title');
  const save = page.getByRole('button', { name: 'Save field', exact: true });
  await bringIntoView(page, save);
  await save.click();
  await save.waitFor({ state: 'detached' });

  await sandbox(server.page, '/sandbox/log/clear', { body: {} });
  await startSync(page);
  await waitForStatus(page, /changes? wait/);
  assert.deepEqual((await apiCalls(server)).filter(isHubSpotWrite), [], 'the plan is seen before anything is written');
  await page.getByRole('tab', { name: 'Plan', exact: true }).click();
  await page.getByRole('button', { name: 'Apply plan', exact: true }).click();
  await waitForStatus(page, /^Up to date/);
  const contacts = (await records(server, 'hubspot/contacts')).filter(({ properties }) => properties.jobtitle === 'Countess');
  assert.equal(contacts.length, 1);
  assert.deepEqual(page.problems, []);
}, { server: small, timeout: 360_000 });
