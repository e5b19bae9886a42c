// What frames cost: scrolling through invoices and looking at them, and an idle page.
//   node tests/bench/frames.mjs [--json FILE] [--scale CUSTOMERS]
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { Browser } from '../browser/support/browser.mjs';
import { invoiceRows, readInvoices, wheelThrough } from '../browser/support/invoices.mjs';
import { waitForIdle, waitForStart } from '../browser/support/page.mjs';
import { startServer } from '../browser/support/server.mjs';
import { watchTimeline } from '../browser/support/timeline.mjs';

const { values: options } = parseArgs({ options: {
  json: { type: 'string' },
  quick: { type: 'boolean', default: false },
  scale: { type: 'string', default: '1000' },
} });
const idleMilliseconds = options.quick ? 3000 : 10_000;
const targets = { frame: 8, idleShare: 0.01 }; // milliseconds of CPU at the 95th percentile; share of a processor

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function frameCosts(page, work) {
  const endWatching = await watchTimeline(page);
  await work();
  const frames = (await endWatching()).filter(({ name }) => name === 'FireAnimationFrame').map(({ tdur }) => tdur / 1000);
  frames.sort((a, b) => a - b);
  const [median, slow, slowest] = [0.5, 0.95, 1].map((share) => quantile(frames, share));
  return { frames: frames.length, median, slow, slowest };
}

async function idleShare(page) {
  await waitForIdle(page, 2000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  // Without what answering these questions takes.
  const busySeconds = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    const [all, asked] = ['TaskDuration', 'DevToolsCommandDuration'].map((wanted) => metrics.find(({ name }) => name === wanted).value);
    return all - asked;
  };
  const before = await busySeconds();
  await page.waitForTimeout(idleMilliseconds);
  return (await busySeconds() - before) / (idleMilliseconds / 1000);
}

async function measure(server, browser) {
  const page = await browser.visit(server.page);
  await waitForStart(page);
  await readInvoices(page, server);
  const scrolling = await frameCosts(page, () => wheelThrough(page, [...Array(60).fill(200), ...Array(20).fill(-2000)]));
  const opening = await frameCosts(page, async () => {
    await invoiceRows(page).nth(3).click();
    await waitForIdle(page);
  });
  return { scale: Number(options.scale), scrolling, opening, idleShare: await idleShare(page) };
}

const server = await startServer(['--scale', options.scale]);
const browser = await Browser.open();
try {
  const report = await measure(server, browser);
  for (const name of ['scrolling', 'opening']) {
    const { frames, median, slow, slowest } = report[name];
    console.log(`${name}: CPU of ${frames} frames: median ${median.toFixed(1)} ms, 95 % within ${slow.toFixed(1)} ms (wanted: ${targets.frame}), slowest ${slowest.toFixed(1)} ms`);
  }
  console.log(`idle: ${(report.idleShare * 100).toFixed(2)} % of a processor (wanted: below ${targets.idleShare * 100} %)`);
  if (options.json) await writeFile(options.json, `${JSON.stringify({ targets, ...report }, null, 2)}\n`);
} finally {
  await browser.close();
  await server.stop();
}
