// A tab that nobody sees: browsers give it no frames, and its timers come once a second, later once a minute.
import assert from 'node:assert/strict';

import { allowWriting, assertMirrored, connectBoth, startSync, waitForStatus } from './support/accounts.mjs';
import { eventually } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { sandbox } from './support/server.mjs';

const timeout = 360_000;

/** As if another tab were in front, at its worst: no timer of the page ever comes. */
const hide = (page) =>
  page.evaluate(() => {
    const { setTimeout } = window;
    window.setTimeout = () => 0;
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange'));
    globalThis.show = () => {
      window.setTimeout = setTimeout;
      delete document.hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    };
  });

test('a sync goes on in a tab that nobody sees', async ({ page, server }) => {
  await connectBoth(page, server);
  await allowWriting(page);
  // Something to wait for.
  const throttled = { provider: 'hubspot', method: 'POST', path: '/contacts/batch/(upsert|create)$', nth: 1, kind: 'throttled', retry_after_seconds: 2 };
  await sandbox(server.page, '/sandbox/faults', { body: { faults: [throttled] } });
  await startSync(page);
  await hide(page);
  const mirrored = await eventually('everything is in HubSpot', () => assertMirrored(server).catch(() => null), 180_000);
  assert.equal(mirrored.invoices, 20);

  await page.evaluate(() => globalThis.show());
  await waitForStatus(page, /^Up to date/);
}, { server: ['--scale', '20', '--seed', '3'], timeout });
