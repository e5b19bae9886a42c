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

export function printFigures(figures) {
  const reference = figures['sahpool-wal'] ? 'sahpool-wal' : ours;
  const heads = ['W1 s', 'median', 'CPU', 'KB', 'syncs', 'W2 s', 'CPU', 'MB', 'syncs', 'FTS s', 'W3 ms', 'W4 mean', 'median', 'CPU', 'KB', 'syncs'];
  console.log(`${'candidate'.padEnd(30)}${heads.map((head) => head.padStart(8)).join('')}`);
  for (const { key, name } of candidates.filter((candidate) => figures[candidate.key])) {
    const { w1, w2, w3, w4 } = figures[key];
    const capped = (part, value) => number(value) + (part.capped ? '+' : '');
    const cells = [
      capped(w1, w1.total / 1000), number(w1.median), number(w1.processorPerCommit), number(w1.kilobytesPerCommit, 1), number(w1.syncsPerCommit),
      capped(w2, w2.total / 1000), number(w2.processorPerCommit, 1), number((w2.kilobytesPerCommit * w2.count) / 1000, 0), number(w2.syncsPerCommit),
      number(w2.searchMilliseconds && w2.searchMilliseconds / 1000), number(w3.median, 0),
      capped(w4, w4.mean), number(w4.median), number(w4.processorPerCommit, 1), number(w4.kilobytesPerCommit, 1), number(w4.syncsPerCommit),
    ];
    console.log(`${name.padEnd(30)}${cells.map((cell) => cell.padStart(8)).join('')}`);
  }
  console.log('+: stopped at its cap and extrapolated linearly, so it would take at least this.');
  console.log('CPU: milliseconds of all processes of the browser per commit; KB and syncs are per commit, MB of all of W2.');
  console.log(`\ntime as a share of ${reference}'s:`);
  for (const { key, name } of candidates.filter((candidate) => figures[candidate.key])) {
    const shares = Object.keys(words).map((workload) =>
      `${workload.toUpperCase()} ${number(figures[key][workload][compared[workload]] / figures[reference][workload][compared[workload]])}`);
    console.log(`${name.padEnd(30)}${shares.map((share) => share.padStart(12)).join('')}`);
  }
}

export function printVerdicts(verdicts) {
  console.log(`\n${'goal'.padEnd(72)}${'measured'.padStart(10)}${'at most'.padStart(9)}`);
  for (const { goal, measured, limit, reached } of verdicts) {
    const word = reached === null ? 'not measured' : reached ? 'reached' : 'MISSED';
    console.log(`${goal.padEnd(72)}${number(measured, 3).padStart(10)}${number(limit, 2).padStart(9)} ${word}`);
  }
}
