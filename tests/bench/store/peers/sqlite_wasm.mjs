// @sqlite.org/sqlite-wasm on its pool of OPFS access handles.
export async function open(name, { pragmas }) {
  const { default: load } = await import('/node_modules/@sqlite.org/sqlite-wasm/dist/index.mjs');
  const sqlite = await load({ print() {}, printErr() {} });
  const pool = await sqlite.installOpfsSAHPoolVfs({ directory: `.pool-${name}`, initialCapacity: 6 });
  const database = new pool.OpfsSAHPoolDb(`/${name}`);
  for (const pragma of pragmas) database.exec(pragma);
  return {
    async execute(sql) {
      database.exec(sql);
    },
    async rows(sql) {
      return database.exec({ sql, rowMode: 'array', returnValue: 'resultRows' });
    },
    async close() {
      database.close();
    },
  };
}
