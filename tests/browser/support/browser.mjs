// Chromium for the tests, with WebGL2 in software and everything that phones home switched off.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';

/**
 * A browser with a profile of its own that can be closed, killed and opened again.
 * Pages report what the Content-Security-Policy refused and every uncaught error in `page.problems`.
 */
export class Browser {
  static async open(options = {}) {
    const browser = new Browser();
    browser.folder = await mkdtemp(join(tmpdir(), 'ledgerbridge-browser-'));
    await browser.start(options);
    return browser;
  }

  async start(options = {}) {
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath,
      headless: true,
      args: flags,
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Warsaw',
      ...options,
    });
    this.context.on('page', watch);
    for (const page of this.context.pages()) watch(page);
  }

  /** A new tab at this address. */
  async visit(address) {
    const page = await this.context.newPage();
    await page.goto(address);
    return page;
  }

  /** Closes and starts again with what the profile kept, as after a restart of the machine. */
  async restart(options = {}) {
    await this.context.close();
    await this.start(options);
  }

  async close() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function watch(page) {
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    const refused = text.includes('Content Security Policy') || text.includes('TrustedScript');
    if (refused || message.type() === 'error') page.problems.push(text);
  });
}
