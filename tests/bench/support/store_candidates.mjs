// Who takes part in ./dev bench store, each in the setting its authors recommend for data that must survive.
const exclusive = 'PRAGMA locking_mode=EXCLUSIVE';
const cache = 'PRAGMA cache_size=-65536';
const full = 'PRAGMA synchronous=FULL';

const waSqlite = (vfs, build, place) => ({
  key: vfs, name: `wa-sqlite ${vfs}`, place, module: 'wa_sqlite', options: { vfs, build, pragmas: [exclusive, cache, full] },
});
const sqliteWasm = (key, name, ...pragmas) => ({
  key, name, place: 'worker', module: 'sqlite_wasm', options: { pragmas: [exclusive, cache, full, ...pragmas] },
});

export const ours = 'ledgerbridge';

export const candidates = [
  { key: ours, name: 'this store, strict', place: 'page', module: 'ledgerbridge', options: {} },
  sqliteWasm('sahpool-wal', 'sqlite-wasm SAH pool, WAL', 'PRAGMA journal_mode=WAL'),
  sqliteWasm('sahpool', 'sqlite-wasm SAH pool'),
  waSqlite('OPFSCoopSyncVFS', '', 'worker'),
  waSqlite('IDBMirrorVFS', '-jspi', 'page'),
  waSqlite('IDBBatchAtomicVFS', '-async', 'page'),
  {
    key: 'absurd-sql', name: 'absurd-sql', place: 'worker', shared: true, search: false, module: 'absurd_sql',
    options: { pragmas: ['PRAGMA journal_mode=MEMORY', 'PRAGMA page_size=8192', cache] },
  },
  { key: 'sql.js', name: 'sql.js, whole-file export', place: 'page', module: 'sql_js', options: {}, search: false },
  { key: 'IDBFS', name: 'Emscripten IDBFS', place: 'page', module: 'idbfs', options: {} },
];
