// The browser's half of the page file: one IndexedDB database with the stores "blocks" (number -> sealed
// bytes) and "manifest" ("current" -> the manifest). idb_pages.cpp declares these functions and says what they promise.
addToLibrary({
  $idbConnections: '=new Map()', // database name -> promise of an IDBDatabase
  $idbRunning: '=new Set()', // requests that still have somebody to tell
  $idbPages__deps: ['$idbConnections', '$idbRunning', '$UTF8ToString', '$stringToUTF8OnStack', '$stackSave', '$stackRestore'],
  $idbPages: {
    nextRequest: 1,
    flushLimitMs: 30000,
    blocksPerRead: 64,
    emptyManifest: { commit: 0, epoch: 0, writer: '', file_size: 0, schema: 0 },

    begin() {
      const request = idbPages.nextRequest++;
      idbRunning.add(request);
      return request;
    },

    // status: 0 done, 1 fence refused, 2 failed; the text is "<error name>: <message>".
    finish(request, callback, context, status, text) {
      if (!idbRunning.delete(request)) return;
      const stack = stackSave();
      {{{ makeDynCall('vpip', 'callback') }}}(context, status, stringToUTF8OnStack(text));
      stackRestore(stack);
    },

    describe(error) {
      if (!error) return 'AbortError: the browser gave no reason';
      return `${error.name || 'Error'}: ${error.message || error}`;
    },

    connect(name) {
      const known = idbConnections.get(name);
      if (known) return known;
      const opened = new Promise((resolve, reject) => {
        if (typeof indexedDB === 'undefined' || !indexedDB) {
          reject({ name: 'NoIndexedDB', message: 'this browser has no IndexedDB' });
          return;
        }
        const opening = indexedDB.open(name, 1);
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('blocks');
          opening.result.createObjectStore('manifest');
        };
        opening.onerror = () => reject({ name: 'OpenFailed', message: idbPages.describe(opening.error) });
        opening.onblocked = () => reject({ name: 'OpenBlocked', message: 'another tab holds an older version' });
        opening.onsuccess = () => resolve(idbPages.adopt(name, opening.result));
      });
      idbConnections.set(name, opened);
      opened.catch(() => idbConnections.delete(name));
      return opened;
    },

    // A connection may be closed under us (Safari in the background, cleared site data, a newer version in
    // another tab): forget it, so that the next request opens a new one.
    adopt(name, database) {
      const forget = () => idbConnections.delete(name);
      database.onclose = forget;
      database.onversionchange = () => {
        database.close();
        forget();
      };
      return database;
    },

    start(name, mode, work, fail) {
      idbPages.connect(name).then((database) => {
        let transaction;
        try {
          transaction = database.transaction(['blocks', 'manifest'], mode, { durability: 'strict' });
        } catch (error) {
          idbConnections.delete(name);
          fail(error);
          return;
        }
        work(transaction);
      }, fail);
    },

    mayFlush(stored, expected, next) {
      const isExpected = Object.keys(expected).every((key) => stored[key] === expected[key]);
      return isExpected || (stored.writer === next.writer && stored.commit === next.commit);
    },

    // Reads ranges, not everything at once: browsers limit the size of one answer.
    readBlocks(store, first, give, done) {
      const range = IDBKeyRange.bound(first, first + idbPages.blocksPerRead - 1);
      const keys = store.getAllKeys(range);
      const values = store.getAll(range);
      values.onsuccess = () => {
        keys.result.forEach((key, index) => give(key, values.result[index]));
        const rest = store.count(IDBKeyRange.lowerBound(first + idbPages.blocksPerRead));
        rest.onsuccess = () => {
          if (rest.result > 0) idbPages.readBlocks(store, first + idbPages.blocksPerRead, give, done);
          else done();
        };
      };
    },
  },

  idb_pages_load__deps: ['$idbPages'],
  idb_pages_load: (name, context, onManifest, onBlock, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const finish = (status, text) => idbPages.finish(request, onDone, context, status, text);
    const giveManifest = (manifest) => {
      const stack = stackSave();
      {{{ makeDynCall('vpp', 'onManifest') }}}(context, stringToUTF8OnStack(JSON.stringify(manifest)));
      stackRestore(stack);
    };
    const giveBlock = (number, bytes) => {
      if (!idbRunning.has(request)) return;
      const address = {{{ makeDynCall('ppii', 'onBlock') }}}(context, number, bytes.length);
      HEAPU8.set(bytes, address);
    };
    idbPages.start(database, 'readonly', (transaction) => {
      transaction.onabort = () => finish(2, idbPages.describe(transaction.error));
      transaction.oncomplete = () => finish(0, '');
      const reading = transaction.objectStore('manifest').get('current');
      reading.onsuccess = () => {
        if (!idbRunning.has(request)) return;
        giveManifest(reading.result || idbPages.emptyManifest);
        idbPages.readBlocks(transaction.objectStore('blocks'), 0, giveBlock, () => {});
      };
    }, (error) => finish(2, idbPages.describe(error)));
    return request;
  },

  // The bytes leave WASM memory before this returns, each block into a buffer of its own: put() of a view
  // would store the whole buffer behind it.
  idb_pages_flush__deps: ['$idbPages'],
  idb_pages_flush: (name, expectedText, nextText, numbers, bytes, count, size, keep, context, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const expected = JSON.parse(UTF8ToString(expectedText));
    const next = JSON.parse(UTF8ToString(nextText));
    const blocks = [];
    for (let i = 0; i < count; ++i) {
      const begin = bytes + i * size;
      blocks.push([HEAPU32[(numbers >> 2) + i], HEAPU8.slice(begin, begin + size)]);
    }
    const finish = (status, text) => idbPages.finish(request, onDone, context, status, text);
    idbPages.start(database, 'readwrite', (transaction) => {
      let refused = null;
      let late = false;
      const limit = setTimeout(() => {
        late = true;
        try {
          transaction.abort();
        } catch {
          // It has just ended by itself and says so through its own event.
        }
      }, idbPages.flushLimitMs);
      transaction.oncomplete = () => {
        clearTimeout(limit);
        finish(0, '');
      };
      transaction.onabort = () => {
        clearTimeout(limit);
        if (refused) finish(1, refused);
        else finish(2, late ? 'TimeoutError: the browser did not finish in time' : idbPages.describe(transaction.error));
      };
      const manifests = transaction.objectStore('manifest');
      const reading = manifests.get('current');
      reading.onsuccess = () => {
        const stored = reading.result || idbPages.emptyManifest;
        if (!idbPages.mayFlush(stored, expected, next)) {
          refused = `commit ${stored.commit} of epoch ${stored.epoch} is stored`;
          transaction.abort();
          return;
        }
        const store = transaction.objectStore('blocks');
        for (const [number, block] of blocks) store.put(block, number);
        store.delete(IDBKeyRange.lowerBound(keep));
        manifests.put(next, 'current');
      };
    }, (error) => finish(2, idbPages.describe(error)));
    return request;
  },

  idb_pages_forget__deps: ['$idbPages'],
  idb_pages_forget: (request) => {
    idbRunning.delete(request);
  },

  idb_pages_close__deps: ['$idbPages'],
  idb_pages_close: (name) => {
    const database = UTF8ToString(name);
    const known = idbConnections.get(database);
    idbConnections.delete(database);
    if (known) known.then((connection) => connection.close(), () => {});
  },
});
