// The way from a first visit to two connected accounts, and what both simulated services hold.
import assert from 'node:assert/strict';

import { eventually, waitForStart } from './page.mjs';
import { sandbox } from './server.mjs';

const statusMillisecondsMax = 180_000;

/** What a person presses on the consent page of each service. */
const consents = { HubSpot: 'Connect app', QuickBooks: 'Connect' };

/** Objects that both services hold: QuickBooks' name, HubSpot's type and its property with the QuickBooks id. */
export const mirrored = [
  { entity: 'customer', type: 'contacts', property: 'qbo_customer_id' },
  { entity: 'item', type: 'products', property: 'qbo_item_id' },
  { entity: 'invoice', type: 'invoices', property: 'qbo_invoice_id' },
];

/** Opens a screen by its link and waits for its heading. */
export async function openScreen(page, name) {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
}

/** Goes to a service's consent page, agrees there and waits for the page to start again. */
export async function connect(page, server, service) {
  await openScreen(page, 'Connections');
  await page.getByRole('button', { name: `Connect ${service}`, exact: true }).click();
  await page.getByRole('button', { name: consents[service], exact: true }).click();
  await page.waitForURL(`${server.page}/**`);
  await waitForStart(page);
  await openScreen(page, 'Connections');
  await page.getByRole('region', { name: service }).getByRole('button', { name: 'Disconnect' }).waitFor();
}

/** From a fresh tab to both accounts connected, read-only, with the Sync screen open. */
export async function connectBoth(page, server) {
  for (const service of Object.keys(consents)) await connect(page, server, service);
  await openScreen(page, 'Sync');
}

export const statusOf = (page) => page.getByRole('status', { name: 'Sync status' });

/** Waits for a status of the top bar; a failure that is not asked for ends the wait at once. */
export async function waitForStatus(page, wanted, timeout = statusMillisecondsMax) {
  const last = await eventually(`the status ${wanted}`, async () => {
    const text = await statusOf(page).textContent();
    return wanted.test(text) || text.startsWith('Failed') ? text : null;
  }, timeout);
  assert.match(last, wanted);
}

/** Turns the switch on the Sync screen on. */
export async function allowWriting(page) {
  const control = page.getByRole('switch', { name: 'Allow writing' });
  await control.click();
  await eventually('writing is allowed', () => control.isChecked());
}

/** Presses Sync now and waits for the end of the run. */
export async function syncToTheEnd(page, timeout = statusMillisecondsMax) {
  await startSync(page);
  await waitForStatus(page, /^Up to date/, timeout);
}

/** Presses Sync now and waits until the run has begun. */
export async function startSync(page) {
  const button = page.getByRole('button', { name: 'Sync now', exact: true });
  await eventually('a sync can be started', () => button.isEnabled());
  await button.click();
  await waitForStatus(page, /^Syncing/, 60_000);
}

/** Both accounts connected and everything of QuickBooks in HubSpot. */
export async function connectAndSync(page, server, timeout = statusMillisecondsMax) {
  await connectBoth(page, server);
  await allowWriting(page);
  await syncToTheEnd(page, timeout);
}

/** Calls of the app to both services, without those of signing in. */
export async function apiCalls(server) {
  const { calls } = await sandbox(server.page, '/sandbox/log');
  return calls.filter(({ kind }) => kind === 'api');
}

/** True for a call that may change something in HubSpot. */
export const isHubSpotWrite = ({ provider, method, path }) =>
  provider === 'hubspot' && method !== 'GET' && !/\/(search|batch\/read)$/.test(path);

export const records = async (server, address) => (await sandbox(server.page, `/sandbox/${address}`)).records;

/** Everything that QuickBooks holds of the mirrored objects, to see that nobody changed it. */
export async function books(server) {
  const entries = mirrored.map(async ({ entity }) => [entity, await records(server, `quickbooks/${entity}`)]);
  return Object.fromEntries(await Promise.all(entries));
}

async function realmOf(server) {
  const { connections } = await sandbox(server.page, '/api/status');
  return connections.find(({ provider }) => provider === 'quickbooks').account_id;
}

function assertOneEach(wanted, found, what) {
  const twice = found.filter((key, index) => found.indexOf(key) !== index);
  assert.deepEqual(twice, [], `${what} that are in HubSpot twice`);
  const kept = new Set(found);
  const known = new Set(wanted);
  assert.deepEqual(wanted.filter((key) => !kept.has(key)), [], `${what} that are missing in HubSpot`);
  assert.deepEqual(found.filter((key) => !known.has(key)), [], `${what} of HubSpot that QuickBooks does not have`);
}

const saleLines = ({ Line }) => Line.filter(({ DetailType }) => DetailType === 'SalesItemLineDetail');

async function assertLines(server, realm) {
  const invoices = await records(server, 'quickbooks/invoice');
  const wanted = invoices.flatMap((invoice) => saleLines(invoice).map(({ Id }) => `${realm}:${invoice.Id}:${Id}`));
  // Lines of deals and quotes are HubSpot's own.
  const ours = ({ archived, associations }) => !archived && !associations.deals && !associations.quotes;
  const lines = (await records(server, 'hubspot/line_items')).filter(ours);
  assertOneEach(wanted, lines.map(({ properties }) => properties.qbo_line_id), 'sale lines');

  const targets = await records(server, 'hubspot/invoices');
  const invoiceOf = new Map(targets.map(({ id, properties }) => [id, properties.qbo_invoice_id]));
  for (const { id, properties, associations } of lines) {
    const owners = (associations.invoices ?? []).map((owner) => invoiceOf.get(owner));
    assert.deepEqual(owners, [properties.qbo_line_id.split(':').slice(0, 2).join(':')], `invoice of line item ${id}`);
  }
}

/**
 * Checks that HubSpot holds exactly one record per QuickBooks record, and each sale line once, with its invoice.
 * @returns {Promise<object>} how many records of each HubSpot type came from QuickBooks
 */
export async function assertMirrored(server) {
  const realm = await realmOf(server);
  const counts = {};
  for (const { entity, type, property } of mirrored) {
    // Categories only group items; they are nothing that is sold.
    const sources = (await records(server, `quickbooks/${entity}`)).filter(({ Type }) => Type !== 'Category');
    const targets = (await records(server, `hubspot/${type}`)).filter(({ archived }) => !archived);
    const keys = targets.map(({ properties }) => properties[property]).filter(Boolean);
    assertOneEach(sources.map(({ Id }) => `${realm}:${Id}`), keys, `${entity}s`);
    counts[type] = keys.length;
  }
  await assertLines(server, realm);
  return counts;
}
