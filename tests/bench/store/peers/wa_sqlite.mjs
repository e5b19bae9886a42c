// @journeyapps/wa-sqlite: {vfs, build: '' | '-async' | '-jspi'}.
const base = '/node_modules/@journeyapps/wa-sqlite';

export async function open(name, { vfs, build, pragmas }) {
  const [{ default: load }, api, classes] = await Promise.all([
    import(`${base}/dist/wa-sqlite${build}.mjs`),
    import(`${base}/src/sqlite-api.js`),
    import(`${base}/src/examples/${vfs}.js`),
  ]);
  const module = await load();
  const sqlite = api.Factory(module);
  sqlite.vfs_register(await classes[vfs].create(`${vfs}-${name}`, module, { lockPolicy: 'exclusive' }), true);
  const database = await sqlite.open_v2(name);
  for (const pragma of pragmas) await sqlite.exec(database, pragma);
  return {
    execute: (sql) => sqlite.exec(database, sql),
    async rows(sql) {
      const rows = [];
      await sqlite.exec(database, sql, (row) => rows.push([...row]));
      return rows;
    },
    close: () => sqlite.close(database),
  };
}
