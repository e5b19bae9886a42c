// The figures of ./dev bench store as tables: medians over the rounds, ratios, and the goals.
import { candidates, ours } from './store_candidates.mjs';
import { median } from './store_run.mjs';

/** At most this share of a peer's time. */
const goals = {
  w1: { IDBMirrorVFS: 0.35, IDBBatchAtomicVFS: 0.07, 'sahpool-wal': 1.6 },
  w2: { IDBMirrorVFS: 0.15, IDBBatchAtomicVFS: 0.04, 'sahpool-wal': 1.0 },
  w3: { IDBMirrorVFS: 0.2, IDBBatchAtomicVFS: 0.8, 'sahpool-wal': 0.65 },
  w4: { IDBMirrorVFS: 0.2, IDBBatchAtomicVFS: 0.12, 'sahpool-wal': 0.6 },
};
const bytesGoal = { peer: 'sahpool', share: 0.08, workloads: ['w1', 'w4'] };
const syncsGoal = 1;
const syncsSlack = 0.05; // a browser also saves preferences of its own now and then
export const holdGoalMilliseconds = 8;

const words = {
  w1: 'W1 single-row commits', w2: 'W2 bulk load', w3: 'W3 reload to first answer', w4: 'W4 random updates, mean',
};
/** The figure of a workload that is compared, in milliseconds. */
const compared = { w1: 'total', w2: 'total', w3: 'median', w4: 'mean' };

/** Medians over the rounds of every figure. @param {Map<string, object[]>} rounds by candidate */
export function mediansOf(rounds) {
  const result = {};
  for (const [key, runs] of rounds) {
    result[key] = {};
    for (const workload of Object.keys(words)) {
      const parts = runs.map((run) => run[workload]);
      const names = Object.keys(parts[0]).filter((name) => typeof parts[0][name] === 'number');
      result[key][workload] = Object.fromEntries(names.map((name) => [name, median(parts.map((part) => part[name]))]));
      result[key][workload].capped = parts.some(({ capped }) => capped);
    }
  }
  return result;
}

const shareOf = (figures, workload, peer, name = compared[workload]) =>
  figures[ours][workload][name] / figures[peer][workload][name];

/** Every goal with what was measured: [{goal, measured, limit, reached}]; null where nothing was measured. */
export function verdictsOf(figures, longestHold) {
  const verdicts = [];
  const add = (goal, measured, limit) =>
    verdicts.push({ goal, measured, limit, reached: measured === null ? null : measured <= limit });
  for (const [workload, peers] of Object.entries(goals)) {
    for (const [peer, limit] of Object.entries(peers)) {
      const capped = figures[peer]?.[workload].capped ? ' (capped: at most this)' : '';
      add(`${words[workload]}, of ${peer}${capped}`, figures[peer] ? shareOf(figures, workload, peer) : null, limit);
    }
  }
  for (const workload of bytesGoal.workloads) {
    const measured = figures[bytesGoal.peer] ? shareOf(figures, workload, bytesGoal.peer, 'kilobytesPerCommit') : null;
    add(`${words[workload].slice(0, 2)} bytes written, of ${bytesGoal.peer}`, measured, bytesGoal.share);
  }
  add('W1 syncs per commit', figures[ours].w1.syncsPerCommit ?? null, syncsGoal + syncsSlack);
  add('longest hold of the main thread by the store, ms', longestHold, holdGoalMilliseconds);
  return verdicts;
}

const number = (value, digits = 2) => (value === null || value === undefined ? '-' : value.toFixed(digits));

/** The columns of the table: head, and what stands there of a candidate's figures. */
const columns = [
  ['W1 s', ({ w1 }) => number(w1.total / 1000) + extrapolated(w1)],
  ['median', ({ w1 }) => number(w1.median)],
  ['CPU', ({ w1 }) => number(w1.processorPerCommit)],
  ['KB', ({ w1 }) => number(w1.kilobytesPerCommit, 1)],
  ['syncs', ({ w1 }) => number(w1.syncsPerCommit)],
  ['W2 s', ({ w2 }) => number(w2.total / 1000) + extrapolated(w2)],
  ['CPU', ({ w2 }) => number(w2.processorPerCommit, 1)],
  ['MB', ({ w2 }) => number((w2.kilobytesPerCommit * w2.count) / 1000, 0)],
  ['syncs', ({ w2 }) => number(w2.syncsPerCommit)],
  ['FTS s', ({ w2 }) => number(w2.searchMilliseconds && w2.searchMilliseconds / 1000)],
  ['W3 ms', ({ w3 }) => number(w3.median, 0)],
  ['W4 mean', ({ w4 }) => number(w4.mean) + extrapolated(w4)],
  ['median', ({ w4 }) => number(w4.median)],
  ['CPU', ({ w4 }) => number(w4.processorPerCommit, 1)],
  ['KB', ({ w4 }) => number(w4.kilobytesPerCommit, 1)],
  ['syncs', ({ w4 }) => number(w4.syncsPerCommit)],
];
const extrapolated = ({ capped }) => (capped ? '+' : '');
const line = (name, cells, width) => console.log(name.padEnd(30) + cells.map((cell) => cell.padStart(width)).join(''));

function printShares(figures, present) {
  const reference = figures['sahpool-wal'] ? 'sahpool-wal' : ours;
  console.log(`\ntime as a share of ${reference}'s:`);
  const share = (key, workload) => figures[key][workload][compared[workload]] / figures[reference][workload][compared[workload]];
  for (const { key, name } of present) {
    line(name, Object.keys(words).map((workload) => `${workload.toUpperCase()} ${number(share(key, workload))}`), 12);
  }
}

export function printFigures(figures) {
  const present = candidates.filter(({ key }) => figures[key]);
  line('candidate', columns.map(([head]) => head), 8);
  for (const { key, name } of present) line(name, columns.map(([, cell]) => cell(figures[key])), 8);
  console.log('+: stopped at its cap and extrapolated linearly, so it would take at least this.');
  console.log('CPU: milliseconds of all processes of the browser per commit; KB and syncs are per commit, MB of W2 as far as it went.');
  printShares(figures, present);
}

export function printVerdicts(verdicts) {
  console.log(`\n${'goal'.padEnd(72)}${'measured'.padStart(10)}${'at most'.padStart(9)}`);
  for (const { goal, measured, limit, reached } of verdicts) {
    const word = reached === null ? 'not measured' : reached ? 'reached' : 'MISSED';
    console.log(`${goal.padEnd(72)}${number(measured, 3).padStart(10)}${number(limit, 2).padStart(9)} ${word}`);
  }
}
