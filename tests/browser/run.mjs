// Runs tests/browser/*.test.mjs in headless Chromium against a real server with both simulators.
//   node tests/browser/run.mjs [--long] [part of a file's or a test's name …]
// Every test has a server, a profile and a tab of its own. Pictures of failures go to build/browser/.
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Browser } from './support/browser.mjs';
import { waitForStart } from './support/page.mjs';
import { takeTests } from './support/registry.mjs';
import { root, startServer } from './support/server.mjs';

const here = join(root, 'tests/browser');
const pictures = join(root, 'build/browser');
const defaultTimeout = 180_000;

const parameters = process.argv.slice(2);
const long = parameters.includes('--long');
const filters = parameters.filter((parameter) => !parameter.startsWith('--'));

async function collect() {
  const files = (await readdir(here)).filter((file) => file.endsWith('.test.mjs')).sort();
  const tests = [];
  for (const file of files) {
    await import(pathToFileURL(join(here, file)));
    for (const test of takeTests()) tests.push({ file: file.replace('.test.mjs', ''), ...test });
  }
  const chosen = ({ file, name }) => filters.length === 0 || filters.some((part) => `${file} ${name}`.includes(part));
  return tests.filter((test) => chosen(test) && (long || !test.options.long));
}

function withTimeout(promise, milliseconds) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function openPage(world, options) {
  if (options.bare) return;
  world.server = await startServer(options.server);
  world.browser = await Browser.open(options.browser);
  if (options.open === false) return;
  world.page = await world.browser.visit(world.server.page);
  await waitForStart(world.page);
}

async function takePictures(world, file, name) {
  await mkdir(pictures, { recursive: true });
  const base = `${file}-${name}`.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 80);
  const pages = world.browser?.context.pages() ?? [];
  for (const [index, page] of pages.entries()) {
    if (page.url() === 'about:blank') continue;
    const path = join(pictures, `${base}-${index}.png`);
    await page.screenshot({ path, timeout: 5000 }).then(() => console.log(`    picture: ${path}`), () => {});
    for (const problem of page.problems ?? []) console.log(`    page: ${problem}`);
  }
}

// A rejection nobody awaits (in a route's handler, say) fails the test that is running, not the runner.
let strayRejection = null;
process.on('unhandledRejection', (reason) => {
  strayRejection ??= reason;
});

async function runBody(world, body, options) {
  await openPage(world, options);
  await body(world);
  if (strayRejection) throw strayRejection;
}

async function runOne({ file, name, body, options }) {
  const world = {};
  strayRejection = null;
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  try {
    await withTimeout(runBody(world, body, options), options.timeout ?? defaultTimeout);
    console.log(`  ok      ${file}: ${name} (${seconds()})`);
    return null;
  } catch (error) {
    const failure = `  FAILED  ${file}: ${name} (${seconds()})\n    ${String(error.stack ?? error).replaceAll('\n', '\n    ')}`;
    console.log(failure);
    await takePictures(world, file, name);
    return failure;
  } finally {
    await world.browser?.close().catch((error) => console.log(`    closing the browser: ${error.message}`));
    await world.server?.stop();
  }
}

const tests = await collect();
if (tests.length === 0) {
  console.error('there is no browser test of that name');
  process.exit(1);
}
const failures = [];
for (const test of tests) failures.push(...[await runOne(test)].filter(Boolean));
console.log(`browser: ${tests.length - failures.length} of ${tests.length} tests passed`);
// Once more at the end, where a long log is read first.
for (const failure of failures) console.log(failure);
process.exit(failures.length === 0 ? 0 : 1);
