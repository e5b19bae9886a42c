import assert from 'node:assert/strict';

import { allowWriting, apiCalls, assertMirrored, connectAndSync, connectBoth, isHubSpotWrite, openScreen, startSync, statusOf, syncToTheEnd, waitForStatus } from './support/accounts.mjs';
import { eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';

const server = ['--scale', '30', '--seed', '3'];
const timeout = 360_000;

async function visitBeside(browser, server) {
  const second = await browser.visit(server.page);
  await waitForStart(second);
  return second;
}

test('a second tab says that another one works, reads, and cannot sync', async ({ browser, page, server }) => {
  await connectAndSync(page, server);
  const second = await visitBeside(browser, server);

  await second.getByRole('status').filter({ hasText: /^Another tab of this browser/ }).waitFor();
  await waitForStatus(second, /^Another tab is working/);
  assert.equal(await second.getByRole('button', { name: 'Sync now', exact: true }).isEnabled(), false);
  await openScreen(second, 'Sync');
  assert.equal(await second.getByRole('button', { name: 'Preview plan', exact: true }).isEnabled(), false);
  await openScreen(second, 'Invoices');
  await second.getByRole('table', { name: 'Invoices' }).getByRole('row').first().waitFor();

  await syncToTheEnd(page);
  assert.deepEqual(second.problems, []);
}, { server, timeout });

test('a second tab follows what the first one stores', async ({ browser, page, server }) => {
  await connectBoth(page, server);
  await allowWriting(page);
  const second = await visitBeside(browser, server);
  await openScreen(second, 'Invoices');
  const rows = second.getByRole('table', { name: 'Invoices' }).getByRole('row').filter({ hasText: 'In sync' });
  assert.equal(await rows.count(), 0);

  await syncToTheEnd(page);

  await eventually('the second tab shows that the invoices are in sync', async () => (await rows.count()) > 10, 90_000);
  assert.deepEqual(second.problems, []);
}, { server, timeout });

test('the second tab takes over when the first one is closed in the middle of a sync', async ({ browser, page, server }) => {
  await connectBoth(page, server);
  await allowWriting(page);
  const second = await visitBeside(browser, server);
  await startSync(page);
  // In the middle: HubSpot has been written to, and not everything has arrived.
  await eventually('the first write', async () => (await apiCalls(server)).some(isHubSpotWrite), 60_000);
  await page.close();

  await waitForStatus(second, /^(Syncing|Up to date)/);
  await waitForStatus(second, /^Up to date/);
  assert.equal(await statusOf(second).count(), 1);
  await assertMirrored(server);
}, { server, timeout });
