// absurd-sql on its own build of sql.js, which has no FTS5.
const sqlJs = '/node_modules/@jlongster/sql.js/dist';

/** Its build is no module: it fills `module.exports`. */
async function loadSqlJs() {
  const module = { exports: {} };
  new Function('module', 'exports', await (await fetch(`${sqlJs}/sql-wasm.js`)).text())(module, module.exports);
  const init = module.exports.default ?? module.exports;
  return init({ locateFile: (file) => `${sqlJs}/${file}` });
}

export async function open(name, { pragmas }) {
  globalThis.process ??= { env: { NODE_ENV: 'production' } };
  const [sql, { SQLiteFS }, { default: IndexedDbBackend }] = await Promise.all([
    loadSqlJs(),
    import('/node_modules/absurd-sql/dist/index.js'),
    import('/node_modules/absurd-sql/dist/indexeddb-backend.js'),
  ]);
  const files = new SQLiteFS(sql.FS, new IndexedDbBackend());
  sql.register_for_idb(files);
  sql.FS.mkdir('/sql');
  sql.FS.mount(files, {}, '/sql');
  const database = new sql.Database(`/sql/${name}`, { filename: true });
  for (const pragma of pragmas) database.exec(pragma);
  return {
    async execute(text) {
      database.exec(text);
    },
    async rows(text) {
      return database.exec(text)[0]?.values ?? [];
    },
    async close() {
      database.close();
    },
  };
}
