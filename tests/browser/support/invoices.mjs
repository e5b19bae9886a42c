// The list of invoices as somebody reads it.
import { connectBoth, openScreen, waitForStatus } from './accounts.mjs';
import { frameCounters, waitForIdle } from './page.mjs';

export const invoiceRows = (page) => page.getByRole('table', { name: 'Invoices' }).getByRole('row');

/** From a fresh tab to the list of all invoices, read from QuickBooks and written nowhere, with the pointer over it. */
export async function readInvoices(page, server) {
  await connectBoth(page, server);
  await page.getByRole('button', { name: 'Preview plan', exact: true }).click();
  await waitForStatus(page, /^Plan ready/, 120_000);
  await openScreen(page, 'Invoices');
  await invoiceRows(page).first().waitFor();
  await page.mouse.move(700, 500);
  await waitForIdle(page);
}

/** Turns the wheel by these heights, one after the other, each when the frame for the last is drawn; gives the rows that were the first ones. */
export async function wheelThrough(page, heights) {
  const firstRows = [];
  for (const height of heights) {
    const { frames } = await frameCounters(page);
    await page.mouse.wheel(0, height);
    await page.waitForFunction((drawn) => window.ledgerbridge.frames > drawn, frames);
    firstRows.push(await invoiceRows(page).first().getAttribute('aria-label'));
  }
  return firstRows;
}
