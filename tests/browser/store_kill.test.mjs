// The store in a browser that is killed at random moments of bulk load and random updates, and started again on the same
// profile. What was acknowledged is carried over all starts, so that a browser that throws its whole IndexedDB away, as killed
// ones do now and then, cannot pass for a first visit.
//   KILL_SEED=N repeats a run's choices (not its moments: the browser decides what it has done by then).
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { idbSqliteFlags } from '../bench/support/store_run.mjs';
import { serveStorePages } from '../bench/support/store_server.mjs';
import { Browser } from './support/browser.mjs';
import { eventually } from './support/page.mjs';
import { test } from './support/registry.mjs';

const lifeMillisecondsMin = 50;
const lifeMillisecondsMax = 1500;
const open = { module: 'ledgerbridge', options: {}, database: 'killed' };

class KilledStore {
  constructor(flags) {
    this.flags = flags;
    this.seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31));
    this.acknowledged = 0;
    this.histories = { continued: 0, restored: 0, vanished: 0, older: 0 };
    this.browser = new Browser();
  }

  async begin() {
    console.log(`    KILL_SEED=${this.seed}`);
    this.server = await serveStorePages();
    await this.browser.makeProfile();
  }

  async end() {
    await this.browser.close();
    this.server.stop();
  }

  /** Starts the browser, and asks the store what it still has. */
  async start() {
    await this.browser.start({ flags: this.flags });
    this.page = await this.browser.context.newPage();
    await this.page.exposeBinding('acknowledge', (_, marker) => {
      this.acknowledged = marker;
    });
    await this.page.goto(this.server.address);
    await this.page.evaluate((options) => globalThis.ask('open', options), open);
    const { history, found, writer } = await this.page.evaluate(() => globalThis.ask('load'));
    const second = await this.secondCopy();
    if (history !== 'continued' || (this.acknowledged > 0 && second !== 'current')) {
      console.log(`    ${history}: ${found}; second copy now: ${second}`);
    }
    assert.equal(writer, true, found);
    this.histories[history] += 1;
    return history;
  }

  async one(sql) {
    const rows = await this.page.evaluate((text) => globalThis.ask('rows', { sql: text }), sql);
    return rows[0][0];
  }

  async secondCopy() {
    return (await this.page.evaluate(() => globalThis.ask('counters'))).secondCopy;
  }

  /** Everything that was acknowledged is there, and each commit whole or not at all. */
  async check(history) {
    assert.equal(await this.one('PRAGMA integrity_check'), 'ok');
    const tables = await this.one("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'bench_%' AND type='table'");
    const last = tables === 0 ? 0 : await this.one('SELECT coalesce(max(id), 0) FROM bench_marker');
    assert.ok(last >= this.acknowledged, `commit ${this.acknowledged} was acknowledged, ${last} is the last (${history})`);
    if (last === 0) return;
    assert.equal(await this.one('SELECT count(*) FROM bench_marker'), last);
    const [inserted, updated] = ['SELECT count(*) FROM bench_invoice', 'SELECT sum(total - net - tax) FROM bench_invoice'];
    assert.equal(await this.one('SELECT sum(inserted) FROM bench_marker'), await this.one(inserted));
    assert.equal(await this.one('SELECT sum(updated) FROM bench_marker'), await this.one(updated));
    this.acknowledged = last;
  }

  /** Commits until it is killed: at a random moment, and not before so many commits. */
  async live(cycle, commitsMin = 0) {
    const failed = this.page.evaluate((options) => globalThis.ask('commitForEver', options), { seed: this.seed + cycle })
      .catch((error) => error);
    const span = lifeMillisecondsMin + Math.random() * (lifeMillisecondsMax - lifeMillisecondsMin);
    const late = new Promise((resolve) => setTimeout(resolve, span));
    const error = await Promise.race([failed, late]);
    if (error) throw error;
    await eventually('commits', () => this.acknowledged >= commitsMin);
    if (commitsMin > 0) await eventually('a whole second copy', async () => (await this.secondCopy()) === 'current');
    await this.browser.kill();
  }
}

async function killAgainAndAgain(flags, kills) {
  const store = new KilledStore(flags);
  await store.begin();
  try {
    for (let cycle = 0; cycle < kills; cycle += 1) {
      await store.check(await store.start());
      await store.live(cycle);
    }
    await store.check(await store.start());
    const found = Object.entries(store.histories).map(([history, count]) => `${history} ${count}`).join(', ');
    console.log(`    ${kills} kills, ${store.acknowledged} commits; found ${found}`);
  } finally {
    await store.end();
  }
}

for (const [backEnd, flags, shortKills] of [['LevelDB', [], 13], ['SQLite', idbSqliteFlags, 12]]) {
  const name = (kills) => `nothing acknowledged is lost in ${kills} kills of a browser with IndexedDB on ${backEnd}`;
  test(name(shortKills), () => killAgainAndAgain(flags, shortKills), { bare: true });
  test(name(100), () => killAgainAndAgain(flags, 100), { bare: true, long: true, timeout: 600_000 });
}

/** What Chromium does to an IndexedDB that it finds damaged. */
async function deleteIndexedDb(browser) {
  await rm(join(browser.folder, 'Default', 'IndexedDB'), { recursive: true });
}

test('a browser that deleted its whole IndexedDB after a kill gets everything acknowledged back', async () => {
  const store = new KilledStore([]);
  await store.begin();
  try {
    await store.check(await store.start());
    await store.live(0, 10);
    await deleteIndexedDb(store.browser);
    const history = await store.start();
    await store.check(history);
    assert.equal(history, 'restored');
  } finally {
    await store.end();
  }
}, { bare: true });
