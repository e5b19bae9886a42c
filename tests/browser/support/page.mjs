// What tests say about the page: frames, mirror elements, idling.

/** Waits until the program has drawn and described its first screen, or says why it cannot. */
export async function waitForStart(page) {
  const started = page.locator('#loading').waitFor({ state: 'detached', timeout: 60_000 });
  const failed = page.locator('#fatal:not([hidden])').waitFor({ timeout: 60_000 });
  await Promise.any([started, failed]).catch(({ errors }) => {
    throw new Error(`the page did not start: ${errors.map(({ message }) => message).join('; ')}`);
  });
  if (await page.locator('#fatal').isVisible()) throw new Error(`the page says: ${await page.locator('#fatal').innerText()}`);
  await page.locator('#mirror [role]').first().waitFor({ state: 'attached' });
}

/** The counters of the frame loop: frames, frameMilliseconds, totalMilliseconds, slowestMilliseconds. */
export const frameCounters = (page) => page.evaluate(() => ({ ...window.ledgerbridge }));

/** Waits until no frame was drawn for this long. */
export async function waitForIdle(page, quietMilliseconds = 400, timeout = 20_000) {
  const end = Date.now() + timeout;
  let { frames } = await frameCounters(page);
  while (Date.now() < end) {
    await page.waitForTimeout(quietMilliseconds);
    const now = await frameCounters(page);
    if (now.frames === frames) return;
    frames = now.frames;
  }
  throw new Error(`the page still draws frames after ${timeout} ms`);
}

/** Elements without a pixel of their own on the screen cannot be clicked: focusing scrolls them in, once they can be used. */
export async function bringIntoView(page, locator) {
  await eventually('an element can be used', () => locator.isEnabled());
  await locator.focus();
  await waitForIdle(page);
}

/** Waits until a condition holds; `what` is said when it never does. */
export async function eventually(what, condition, timeout = 60_000) {
  const end = Date.now() + timeout;
  let last;
  while (Date.now() < end) {
    last = await condition();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${timeout} ms (last: ${JSON.stringify(last)})`);
}
