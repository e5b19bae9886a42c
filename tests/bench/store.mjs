// The store beside other ways to keep SQLite in a browser: the same SQL in the same browser, one after another, in an order
// that is reversed every other round.
//   node tests/bench/store.mjs [--json FILE] [--quick] [--idb-sqlite] [--rounds=N] [--only=KEY,KEY…]
//     [--sync-delay=MILLISECONDS]  every fsync takes so much longer, as on a slower disk
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { buildSyncCounter } from './support/browser_io.mjs';
import { candidates, ours } from './support/store_candidates.mjs';
import { findHolds, printHolds } from './support/store_holds.mjs';
import { CandidateRun, fullSizes, idbSqliteFlags, quickSizes } from './support/store_run.mjs';
import { serveStorePages } from './support/store_server.mjs';
import { mediansOf, printFigures, printVerdicts, verdictsOf } from './support/store_table.mjs';

const { values: options } = parseArgs({ options: {
  json: { type: 'string' },
  quick: { type: 'boolean', default: false },
  'idb-sqlite': { type: 'boolean', default: false },
  rounds: { type: 'string' },
  only: { type: 'string' },
  'sync-delay': { type: 'string', default: '0' },
} });
const sizes = options.quick ? quickSizes : fullSizes;
const rounds = Number(options.rounds ?? sizes.rounds);
const wanted = options.only?.split(',') ?? candidates.map(({ key }) => key);
const chosen = candidates.filter(({ key }) => key === ours || wanted.includes(key));

async function runOnce(candidate, setting) {
  const run = await CandidateRun.open(candidate, sizes, setting);
  try {
    return await run.all();
  } finally {
    await run.close();
  }
}

async function runRounds(setting) {
  const results = new Map(chosen.map(({ key }) => [key, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? chosen : [...chosen].reverse();
    for (const candidate of order) {
      const started = Date.now();
      results.get(candidate.key).push(await runOnce(candidate, setting));
      console.log(`  round ${round + 1}: ${candidate.name} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
    }
  }
  return results;
}

const server = await serveStorePages();
try {
  const syncCounter = await buildSyncCounter();
  if (!syncCounter) console.log('no C compiler: syncs are not counted');
  const setting = {
    address: server.address, syncCounter, syncDelayMilliseconds: Number(options['sync-delay']),
    flags: options['idb-sqlite'] ? idbSqliteFlags : [],
  };
  console.log(`IndexedDB on ${options['idb-sqlite'] ? 'SQLite' : 'LevelDB'}, ${rounds} rounds${options.quick ? ', small numbers' : ''}`);
  const all = await runRounds(setting);
  const holds = await findHolds(candidates.find(({ key }) => key === ours), sizes, setting);
  const figures = mediansOf(all);
  const verdicts = verdictsOf(figures, holds.longest);
  printFigures(figures);
  printHolds(holds);
  printVerdicts(verdicts);
  if (options.json) {
    const report = { benchmark: 'store', options, sizes, figures, holds, verdicts, rounds: Object.fromEntries(all) };
    await writeFile(options.json, `${JSON.stringify(report, null, 1)}\n`);
  }
} finally {
  server.stop();
}
