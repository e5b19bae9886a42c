// A server that was updated: the page that the browser keeps gives way to the new one.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, waitForStart } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { root, startServer } from './support/server.mjs';

/** The built page under another name and version, as a later release would differ. */
async function laterRelease(folder) {
  await cp(join(root, 'build/web-release/page'), folder, { recursive: true });
  const replaced = { 'index.html': ['<html', '<html data-release="later"'], 'sw.js': ["const version = '", "const version = 'later-"] };
  for (const [name, [found, put]] of Object.entries(replaced)) {
    const text = await readFile(join(folder, name), 'utf8');
    assert.ok(text.includes(found), name);
    await writeFile(join(folder, name), text.replace(found, put));
    for (const packed of ['br', 'gz']) await rm(join(folder, `${name}.${packed}`), { force: true });
  }
}

const releaseOf = (page) => page.evaluate(() => document.documentElement.dataset.release ?? 'first');
const waitingWorker = () => navigator.serviceWorker.getRegistration().then((registration) => Boolean(registration?.waiting));

test('the page of an updated server takes over at the next opening, with one tab or two', async ({ browser, page, server }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerbridge-page-'));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await laterRelease(folder);
  await server.stop();
  const updated = await startServer(['--port', new URL(server.page).port, '--page', folder]);
  try {
    await page.reload();
    await waitForStart(page);
    assert.equal(await releaseOf(page), 'first', 'the kept page, of one version throughout');
    await eventually('the new version is there', () => page.evaluate(waitingWorker));

    const second = await browser.visit(updated.page);
    // Usually at once; a browser may keep the old worker for some seconds more, and then it is the next opening.
    await eventually('the new page is shown', async () => {
      await waitForStart(second).catch(() => {}); // it may load anew meanwhile
      if ((await releaseOf(second).catch(() => '')) === 'later') return true;
      await second.reload();
      return false;
    }, 60_000);
    await waitForStart(second);
    await page.reload();
    await waitForStart(page);
    assert.equal(await releaseOf(page), 'later');
    assert.deepEqual([...page.problems, ...second.problems], []);
  } finally {
    await updated.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
