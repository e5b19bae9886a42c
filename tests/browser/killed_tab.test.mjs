// A tab, a renderer or the whole browser that ends in the middle of the first sync: HubSpot ends with
// exactly one record per QuickBooks record, and nobody has to do anything but open the page again.
import assert from 'node:assert/strict';

import { allowWriting, assertMirrored, connectBoth, startSync, waitForStatus } from './support/accounts.mjs';
import { eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const server = ['--scale', '60', '--seed', '11'];
const timeout = 360_000;
const holdMilliseconds = 2500;

/** Calls of the first sync worth dying in, in the order in which it makes them. */
const moments = {
  properties: '/crm/properties/[^/]+/invoices$',
  probes: '/invoices/batch/update$',
  contacts: '/contacts/batch/(upsert|create)$',
  products: '/products/batch/create$',
  lines: '/line_items/batch/create$',
  invoices: '/objects/[^/]+/invoices/batch/(upsert|create)$',
  associations: '/associations/.*/batch/create$',
};

/** Makes HubSpot hold one writing call, before it takes effect or until after it. */
async function holdCall(world, moment, before) {
  const fault = { provider: 'hubspot', method: 'POST', path: moments[moment], nth: 1 };
  const kind = before ? { kind: 'delay', milliseconds: holdMilliseconds } : { kind: 'lost_answer' };
  await sandbox(world.server.page, '/sandbox/faults', { body: { faults: [{ ...fault, ...kind }] } });
}

async function waitForCall(world, moment) {
  await eventually(`the call of ${moment}`, async () => {
    const { faults } = await sandbox(world.server.page, '/sandbox/faults');
    return faults[0].struck > 0;
  }, 90_000);
}

async function startFirstSync(world) {
  await connectBoth(world.page, world.server);
  await allowWriting(world.page);
}

async function visitAgain(world) {
  world.page = await world.browser.visit(world.server.page);
  await waitForStart(world.page);
}

async function assertGoesOnByItself(world) {
  await waitForStatus(world.page, /^Syncing/);
  await waitForStatus(world.page, /^Up to date/, 120_000);
  const counts = await assertMirrored(world.server);
  assert.equal(counts.invoices, 60);
}

const deaths = {
  'a closed tab': async (world) => {
    await world.page.close();
    await visitAgain(world);
  },
  'a crashed renderer': async (world) => {
    await world.browser.crash(world.page);
    await world.page.close();
    await visitAgain(world);
  },
  'a killed browser': async (world) => {
    await world.browser.kill();
    await world.browser.start();
    await visitAgain(world);
  },
};

async function dieOnce(world, death, moment, before) {
  await startFirstSync(world);
  await holdCall(world, moment, before);
  await startSync(world.page);
  await waitForCall(world, moment);
  await deaths[death](world);
  await assertGoesOnByItself(world);
}

for (const [death, moment, before] of [
  ['a killed browser', 'contacts', true],
  ['a killed browser', 'products', false],
  ['a closed tab', 'lines', true],
  ['a crashed renderer', 'lines', false],
  ['a killed browser', 'associations', true],
]) {
  const when = before ? 'before it is done' : 'when it is done';
  test(`${death} while HubSpot writes ${moment}, ${when}, leaves each record there once`,
    (world) => dieOnce(world, death, moment, before), { server, timeout });
}

test('a browser killed in every phase of the same first sync leaves each record there once', async (world) => {
  await startFirstSync(world);
  await holdCall(world, 'properties', true);
  await startSync(world.page);
  for (const [index, moment] of Object.keys(moments).entries()) {
    if (index > 0) {
      await holdCall(world, moment, index % 2 === 0);
      await visitAgain(world);
    }
    await waitForCall(world, moment);
    await world.browser.kill();
    await world.browser.start();
  }
  await visitAgain(world);
  await assertGoesOnByItself(world);
}, { server, timeout: 480_000, long: true });
