// Makes the pictures of README.md: both simulated accounts are connected, the plan is shown, everything is synced once.
//   ./dev build web-release && node tests/browser/screenshots.mjs
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { allowWriting, connectBoth, openScreen, syncToTheEnd, waitForStatus } from './support/accounts.mjs';
import { Browser } from './support/browser.mjs';
import { waitForIdle, waitForStart } from './support/page.mjs';
import { packPng } from './support/png.mjs';
import { root, startServer } from './support/server.mjs';

const folder = join(root, 'assets/screenshots');
const bytesMax = 200_000;

async function takePicture(page, name) {
  await page.mouse.move(0, 0); // nothing looks hovered
  await waitForIdle(page, 700);
  const picture = packPng(await page.screenshot());
  console.log(`  ${name}.png ${picture.length.toLocaleString('en')} bytes`);
  if (picture.length > bytesMax) throw new Error(`${name}.png would have ${picture.length} bytes, at most ${bytesMax}`);
  await writeFile(join(folder, `${name}.png`), picture);
}

/** The list with one open detail, in both themes. A partly paid invoice has most to show. */
async function takeInvoices(page) {
  await openScreen(page, 'Invoices');
  const stage = (name) => page.getByRole('radio', { name, exact: true });
  await stage('Partially paid').click();
  await page.getByRole('table', { name: 'Invoices' }).getByRole('row', { name: /^\d/ }).first().click();
  await page.getByRole('complementary', { name: 'Details' }).waitFor();
  await stage('All').click();
  await takePicture(page, 'invoices');
  await page.emulateMedia({ colorScheme: 'dark' });
  await takePicture(page, 'invoices-dark');
  await page.emulateMedia({ colorScheme: 'light' });
}

async function takeAll(page, server) {
  await waitForStart(page);
  await connectBoth(page, server);
  await page.getByRole('button', { name: 'Preview plan', exact: true }).click();
  await waitForStatus(page, /^Plan ready/);
  await takePicture(page, 'sync-plan');
  await allowWriting(page);
  await syncToTheEnd(page);
  await openScreen(page, 'Overview');
  await takePicture(page, 'overview');
  await takeInvoices(page);
  await openScreen(page, 'Connections');
  await takePicture(page, 'connections');
}

await mkdir(folder, { recursive: true });
const server = await startServer(['--seed', '7', '--scale', '120']);
const browser = await Browser.open({ colorScheme: 'light', deviceScaleFactor: 1, timezoneId: 'America/New_York' });
try {
  await takeAll(await browser.visit(server.page), server);
} finally {
  await browser.close();
  await server.stop();
}
