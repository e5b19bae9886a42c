import assert from 'node:assert/strict';

import { eventually, frameCounters, waitForIdle } from './support/page.mjs';
import { test } from './support/registry.mjs';
import { scriptEvents, watchTimeline } from './support/timeline.mjs';

test('the page starts, is described, and breaks no rule of its Content-Security-Policy', async ({ page }) => {
  assert.match(await page.title(), /Ledgerbridge/);
  assert.ok((await page.getByRole('heading').count()) > 0, 'a heading');
  assert.ok((await page.getByRole('link').count()) > 0, 'links');
  await waitForIdle(page);
  assert.deepEqual(page.problems, []);
});

test('an idle page draws no frame and asks for none', async ({ page }) => {
  await waitForIdle(page);
  const before = await frameCounters(page);
  const asked = await page.evaluate(async () => {
    let requests = 0;
    const original = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => {
      requests += 1;
      return original.call(window, callback);
    };
    await new Promise((resolve) => setTimeout(resolve, 3000));
    window.requestAnimationFrame = original;
    return requests;
  });
  const after = await frameCounters(page);

  assert.equal(asked, 0);
  assert.equal(after.frames, before.frames);
});

test('an idle page runs next to no script', async ({ page }) => {
  await waitForIdle(page, 2000); // starting ends with idle work, such as meeting the fonts
  const endWatching = await watchTimeline(page);
  await page.waitForTimeout(5000);

  const ran = (await endWatching()).filter(({ name }) => scriptEvents.has(name));
  assert.ok(ran.length <= 5, `in 5 s the page ran ${ran.map(({ name }) => name).join(', ')}`);
});

test('every visible element lies inside the window and over the canvas', async ({ page }) => {
  const strays = await page.evaluate(() =>
    [...document.querySelectorAll('#mirror [role]:not([data-away])')]
      .map((element) => ({ name: element.outerHTML.slice(0, 120), box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1))
      .map(({ name }) => name),
  );

  assert.deepEqual(strays, []);
});

test('the picture follows the window size, pixel by pixel', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 640 });

  await eventually('the canvas has the new size', () =>
    page.evaluate(() => {
      const { width, height } = document.getElementById('canvas');
      return width === Math.round(1024 * devicePixelRatio) && height === Math.round(640 * devicePixelRatio);
    }),
  );
});

test('a lost WebGL context comes back with the whole picture', async ({ page }) => {
  await waitForIdle(page, 2000); // what the server tells at the start is on the screen, too
  const before = await page.screenshot();
  await page.evaluate(async () => {
    const extension = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
    extension.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 200));
    extension.restoreContext();
  });

  await eventually('the picture is the same as before', async () => before.equals(await page.screenshot()));
});

test('without WebGL 2 one message says what to do', async ({ browser, server }) => {
  await browser.context.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  const page = await browser.visit(server.page);

  await page.getByRole('heading', { name: 'This page needs WebGL 2' }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 1);
}, { open: false });

test('without IndexedDB one message says what to do', async ({ browser, server }) => {
  await browser.context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  const page = await browser.visit(server.page);

  await page.getByRole('heading', { name: 'The browser keeps no data for this page' }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 1);
}, { open: false });

test('the page starts without a server once it has been seen', async ({ browser, server, page }) => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await eventually('the shell is kept', () =>
    page.evaluate(async () => {
      for (const name of await caches.keys()) if (await (await caches.open(name)).match('/ledgerbridge.wasm')) return true;
      return false;
    }),
  );
  await server.stop();
  const again = await browser.visit(server.page);

  await again.getByRole('heading').first().waitFor({ timeout: 20_000 });
});
