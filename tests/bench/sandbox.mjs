// How fast the sandbox is: small reads of both simulators, the largest page of a query, and making the company,
// beside a web server of the same library that only says hello, in the same run.
//   node tests/bench/sandbox.mjs [--json FILE] [--scale CUSTOMERS] [--seconds PER_FIGURE]
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { control, readsPerSecond, signInToHubSpot, signInToQuickBooks, startPython } from './support/sandbox_client.mjs';

const { values: options } = parseArgs({ options: {
  json: { type: 'string' },
  scale: { type: 'string', default: process.env.TEST_LENGTH === 'long' ? '100000' : '20000' },
  seconds: { type: 'string', default: '3' },
} });
const scale = Number(options.scale);
const busy = { seconds: Number(options.seconds), connections: 4 };
const alone = { ...busy, connections: 1 };
const targets = { reads: 1500, pageMilliseconds: 50, scale: 100_000, makingSeconds: 60, makingMegabytes: 2048 };
const startSeconds = 1; // of an interpreter and an empty sandbox
const query = (realm, statement) => `/v3/company/${realm}/query?query=${encodeURIComponent(statement)}`;

async function measureYardstick() {
  const bare = await startPython(['tests/bench/support/bare_server.py']);
  const hello = await readsPerSecond(`${bare.page}/`, 'Bearer none', busy);
  await bare.stop();
  return hello.perSecond;
}

async function startSandbox(folder, customers) {
  return startPython(['serve.py', '--sandbox', '--port', '0', '--page', folder, '--scale', String(customers)]);
}

async function measureReads(server) {
  await control(server, '/sandbox/switches', { hubspot: { rate_limits: false }, quickbooks: { rate_limits: false } });
  const hubspot = await signInToHubSpot(server);
  const { realm, authorization } = await signInToQuickBooks(server);
  const listed = await fetch(`${server.hubspot}/crm/objects/2026-03/contacts?limit=1`, { headers: { Authorization: hubspot } });
  const contact = (await listed.json()).results[0].id;
  const page = query(realm, 'select * from Invoice orderby MetaData.LastUpdatedTime maxresults 1000');
  return {
    contact: await readsPerSecond(`${server.hubspot}/crm/objects/2026-03/contacts/${contact}`, hubspot, busy),
    customer: await readsPerSecond(`${server.quickbooks}/v3/company/${realm}/customer/1`, authorization, busy),
    page: await readsPerSecond(server.quickbooks + page, authorization, alone),
  };
}

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-bench-'));
  try {
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>bench</title>');
    const hello = await measureYardstick();
    const small = await startSandbox(folder, 1000);
    const reads = await measureReads(small);
    await small.stop();
    const large = await startSandbox(folder, scale);
    const megabytes = await large.megabytes();
    await large.stop();
    return { hello, reads, making: { scale, seconds: large.seconds, megabytes } };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function rowsOf({ hello, reads, making }) {
  const rate = (name, { perSecond }) => [name, perSecond, 'per second', hello / perSecond, targets.reads, perSecond >= targets.reads];
  const share = making.scale / targets.scale;
  return [
    ['bare aiohttp, hello world', hello, 'per second', 1, null, null],
    rate('HubSpot: read a contact', reads.contact),
    rate('QuickBooks: read a customer', reads.customer),
    ['QuickBooks: query page of 1,000 invoices', reads.page.fastest, 'ms', (reads.page.fastest * hello) / 1000,
      targets.pageMilliseconds, reads.page.fastest < targets.pageMilliseconds],
    [`making ${making.scale} customers: time until ready`, making.seconds, 's', null,
      targets.makingSeconds * share + startSeconds,
      making.seconds < targets.makingSeconds * share + startSeconds],
    [`making ${making.scale} customers: memory`, making.megabytes, 'MB', null,
      targets.makingMegabytes, making.megabytes < targets.makingMegabytes],
  ];
}

function printTable(rows) {
  const number = (value, digits) => (value === null ? '' : value.toFixed(digits));
  console.log(`${'figure'.padEnd(46)} ${'measured'.padStart(10)} ${'unit'.padEnd(11)} ${'hellos'.padStart(7)} ${'goal'.padStart(8)}`);
  for (const [name, value, unit, ratio, goal, reached] of rows) {
    const verdict = reached === null ? '' : reached ? 'reached' : 'MISSED';
    console.log(`${name.padEnd(46)} ${number(value, 1).padStart(10)} ${unit.padEnd(11)} ${number(ratio, 2).padStart(7)} `
      + `${number(goal, 1).padStart(8)} ${verdict}`);
  }
  console.log('"hellos" is how many answers of the bare server take the time of one.');
}

const figures = await measure();
const rows = rowsOf(figures);
printTable(rows);
if (options.json) {
  const named = rows.map(([name, value, unit, ratio, goal, reached]) => ({ name, value, unit, ratio, goal, reached }));
  await writeFile(options.json, `${JSON.stringify({ benchmark: 'sandbox', figures: named }, null, 1)}\n`);
}
