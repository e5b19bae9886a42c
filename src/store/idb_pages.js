// The browser's half of the page file in IndexedDB. One database with the stores "log" (sequence -> record), "blocks"
// (number -> sealed bytes) and "manifest" ("current" -> bytes). idb_pages.cpp declares these functions and says what
// they promise.
addToLibrary({
  $idbConnections: '=new Map()', // database name -> promise of an IDBDatabase
  $idbRunning: '=new Set()', // requests that still have somebody to tell
  $idbWatched: '=new Set()', // transactions that are under way
  $idbPages__deps: ['$idbConnections', '$idbRunning', '$idbWatched', '$UTF8ToString', '$stringToUTF8OnStack', '$stackSave', '$stackRestore'],
  $idbPages: {
    version: 2,
    nextRequest: 1,
    watching: 0,
    writeLimitMs: 15000,
    recordsPerRead: 256,

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
        const opening = indexedDB.open(name, idbPages.version);
        opening.onupgradeneeded = () => {
          const database = opening.result;
          for (const old of [...database.objectStoreNames]) database.deleteObjectStore(old);
          for (const store of ['log', 'blocks', 'manifest']) database.createObjectStore(store);
        };
        opening.onerror = () => reject({ name: 'OpenFailed', message: idbPages.describe(opening.error) });
        let isBlocked = false;
        opening.onblocked = () => {
          isBlocked = true;
          reject({ name: 'OpenBlocked', message: 'another tab holds an older version' });
        };
        opening.onsuccess = () => {
          if (isBlocked) opening.result.close(); // nobody waits any more
          else resolve(idbPages.adopt(name, opening.result));
        };
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

    refuse(transaction, why) {
      transaction.refusal ??= why;
      try {
        transaction.abort();
      } catch {
        // It has been refused already.
      }
    },

    // One timer for all: to set and clear one for each commit costs more than the rest of the request.
    watch(transaction) {
      transaction.begun = performance.now();
      idbWatched.add(transaction);
      idbPages.watching ||= setInterval(idbPages.abortLate, idbPages.writeLimitMs / 10);
    },

    abortLate() {
      if (idbWatched.size === 0) {
        clearInterval(idbPages.watching);
        idbPages.watching = 0;
      }
      for (const transaction of idbWatched) {
        if (performance.now() - transaction.begun < idbPages.writeLimitMs) continue;
        transaction.isLate = true;
        idbWatched.delete(transaction);
        try {
          transaction.abort();
        } catch {
          // It has just ended by itself and says so through its own event.
        }
      }
    },

    // Runs `work` in a transaction; `done(status, text)` is called once, when it is durable or has failed. `work` may
    // refuse().
    transact(name, stores, mode, work, done) {
      let told = false;
      const tell = (status, text) => {
        if (told) return;
        told = true;
        done(status, text);
      };
      idbPages.connect(name).then((database) => {
        let transaction;
        try {
          transaction = database.transaction(stores, mode, { durability: 'strict' });
        } catch (error) {
          idbConnections.delete(name);
          tell(2, idbPages.describe(error));
          return;
        }
        idbPages.watch(transaction);
        transaction.oncomplete = () => {
          idbWatched.delete(transaction);
          tell(0, '');
        };
        transaction.onabort = () => {
          idbWatched.delete(transaction);
          if (transaction.refusal) tell(1, transaction.refusal);
          else tell(2, transaction.isLate ? 'TimeoutError: the browser did not finish in time' : idbPages.describe(transaction.error));
        };
        work(transaction);
      }, (error) => tell(2, idbPages.describe(error)));
    },

    // A copy in a buffer of its own: storing a view would store all memory behind it.
    take: (address, size) => HEAPU8.slice(address, address + size),

    sameBytes: (left, right) => left.length === right.length && left.every((byte, index) => byte === right[index]),

    // Gives each value with its key, in portions: browsers limit the size of one answer.
    readAll(store, give, lower = undefined) {
      const range = lower === undefined ? null : IDBKeyRange.lowerBound(lower, true);
      const keys = store.getAllKeys(range, idbPages.recordsPerRead);
      const values = store.getAll(range, idbPages.recordsPerRead);
      values.onsuccess = () => {
        keys.result.forEach((key, index) => give(key, values.result[index]));
        if (keys.result.length === idbPages.recordsPerRead) idbPages.readAll(store, give, keys.result.at(-1));
      };
    },

    readBlocks(store, numbers, give) {
      numbers.forEach((number, index) => {
        store.get(number).onsuccess = ({ target }) => give(index, target.result);
      });
    },
  },

  // What is read before the program asks, while its code is still on the way: see web/early_storage.js.
  $idbEarly__deps: ['$idbPages'],
  $idbEarly: {
    key: (name) => `${name}-first-blocks`,
    taken: false,

    // Once per page: the promise of { manifest, log: [[key, bytes]], blocks: Map } that the page began, if it did.
    take(name) {
      const early = globalThis.ledgerbridgeEarly;
      if (idbEarly.taken || !early || early.name !== name) return null;
      idbEarly.taken = true;
      return early;
    },
  },

  idb_pages_load__deps: ['$idbPages', '$idbEarly'],
  idb_pages_load: (name, context, onManifest, onRecord, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const finish = (status, text) => idbPages.finish(request, onDone, context, status, text);
    const give = (address, bytes) => HEAPU8.set(bytes, address);
    const giveManifest = (bytes) => {
      if (!idbRunning.has(request) || !bytes) return;
      give({{{ makeDynCall('ppp', 'onManifest') }}}(context, bytes.length), bytes);
    };
    const giveRecord = (key, bytes) => {
      if (!idbRunning.has(request)) return;
      give({{{ makeDynCall('ppdp', 'onRecord') }}}(context, key, bytes.length), bytes);
    };
    const read = () =>
      idbPages.transact(database, ['log', 'manifest'], 'readonly', (transaction) => {
        transaction.objectStore('manifest').get('current').onsuccess = ({ target }) => giveManifest(target.result);
        idbPages.readAll(transaction.objectStore('log'), giveRecord);
      }, finish);
    const early = idbEarly.take(database);
    if (!early) {
      read();
      return request;
    }
    early.log.then((found) => {
      if (!found) return read();
      giveManifest(found.manifest);
      for (const [key, bytes] of found.records) giveRecord(key, bytes);
      finish(0, '');
    });
    return request;
  },

  idb_pages_read__deps: ['$idbPages', '$idbEarly'],
  idb_pages_read: (name, numbers, count, context, onBlock, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const wanted = Array.from(HEAPU32.subarray(numbers >> 2, (numbers >> 2) + count));
    const finish = (status, text) => idbPages.finish(request, onDone, context, status, text);
    const give = (index, bytes) => {
      if (!idbRunning.has(request) || !bytes) return;
      const address = {{{ makeDynCall('ppip', 'onBlock') }}}(context, index, bytes.length);
      HEAPU8.set(bytes, address);
    };
    const read = () =>
      idbPages.transact(database, ['blocks'], 'readonly', (transaction) => {
        idbPages.readBlocks(transaction.objectStore('blocks'), wanted, give);
      }, finish);
    const early = globalThis.ledgerbridgeEarly;
    if (!early || early.name !== database || !wanted.every((number) => early.numbers.includes(number))) {
      read();
      return request;
    }
    early.blocks.then((found) => {
      if (!found) return read();
      wanted.forEach((number, index) => give(index, found.get(number)));
      finish(0, '');
    });
    return request;
  },

  // The bytes leave WASM memory before this returns.
  idb_pages_append__deps: ['$idbPages'],
  idb_pages_append: (name, numbers, addresses, sizes, count, context, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const records = [];
    for (let i = 0; i < count; ++i) {
      const bytes = idbPages.take(HEAPU32[(addresses >> 2) + i], HEAPU32[(sizes >> 2) + i]);
      records.push([HEAPF64[(numbers >> 3) + i], bytes]);
    }
    const finish = (status, text) => idbPages.finish(request, onDone, context, status, text);
    // Somebody was here before: ourselves, when an answer was lost, or another writer.
    const addMissing = () => {
      idbPages.transact(database, ['log'], 'readwrite', (transaction) => {
        const log = transaction.objectStore('log');
        for (const [number, bytes] of records) {
          log.get(number).onsuccess = ({ target }) => {
            if (!target.result) log.add(bytes, number);
            else if (!idbPages.sameBytes(target.result, bytes)) idbPages.refuse(transaction, `record ${number} is stored`);
          };
        }
      }, finish);
    };
    idbPages.transact(database, ['log'], 'readwrite', (transaction) => {
      const log = transaction.objectStore('log');
      for (const [number, bytes] of records) log.add(bytes, number);
      transaction.commit?.();
    }, (status, text) => (text.startsWith('ConstraintError') ? addMissing() : finish(status, text)));
    return request;
  },

  idb_pages_write_base__deps: ['$idbPages'],
  idb_pages_write_base: (name, expected, expectedSize, next, nextSize, numbers, addresses, sizes, count, keep, context, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const before = idbPages.take(expected, expectedSize);
    const after = idbPages.take(next, nextSize);
    const blocks = [];
    for (let i = 0; i < count; ++i) {
      blocks.push([HEAPU32[(numbers >> 2) + i], idbPages.take(HEAPU32[(addresses >> 2) + i], HEAPU32[(sizes >> 2) + i])]);
    }
    const finish = (status, text) => idbPages.finish(request, onDone, context, status, text);
    idbPages.transact(database, ['blocks', 'manifest'], 'readwrite', (transaction) => {
      const manifests = transaction.objectStore('manifest');
      manifests.get('current').onsuccess = ({ target }) => {
        const stored = target.result || new Uint8Array();
        if (!idbPages.sameBytes(stored, before) && !idbPages.sameBytes(stored, after)) {
          idbPages.refuse(transaction, 'another manifest is stored');
          return;
        }
        const store = transaction.objectStore('blocks');
        for (const [number, block] of blocks) store.put(block, number);
        store.delete(IDBKeyRange.lowerBound(keep));
        manifests.put(after, 'current');
      };
    }, finish);
    return request;
  },

  idb_pages_trim__deps: ['$idbPages'],
  idb_pages_trim: (name, first, last, context, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    idbPages.transact(database, ['log'], 'readwrite', (transaction) => {
      transaction.objectStore('log').delete(IDBKeyRange.bound(first, last));
    }, (status, text) => idbPages.finish(request, onDone, context, status, text));
    return request;
  },

  idb_pages_erase__deps: ['$idbPages'],
  idb_pages_erase: (name, context, onDone) => {
    const request = idbPages.begin();
    const database = UTF8ToString(name);
    const stores = ['log', 'blocks', 'manifest'];
    idbPages.transact(database, stores, 'readwrite', (transaction) => {
      for (const store of stores) transaction.objectStore(store).clear();
    }, (status, text) => idbPages.finish(request, onDone, context, status, text));
    return request;
  },

  // The next start reads these blocks before the program asks.
  idb_pages_remember_first__deps: ['$idbEarly'],
  idb_pages_remember_first: (name, numbers, count) => {
    try {
      const list = Array.from(HEAPU32.subarray(numbers >> 2, (numbers >> 2) + count));
      localStorage.setItem(idbEarly.key(UTF8ToString(name)), JSON.stringify(list));
    } catch {
      // Without it the next start is only slower.
    }
  },

  idb_pages_forget__deps: ['$idbPages'],
  idb_pages_forget: (request) => {
    idbRunning.delete(request);
  },

  idb_pages_close__deps: ['$idbPages'],
  idb_pages_close: (name) => {
    const database = UTF8ToString(name);
    const opened = idbConnections.get(database);
    idbConnections.delete(database);
    opened?.then((connection) => connection.close(), () => {});
  },
});
