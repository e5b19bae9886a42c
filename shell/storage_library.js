// Files that come in and go out, and what the browser says about storage. The JavaScript half of
// shell/page_storage_web.cpp.
addToLibrary({
  // number -> { context, onBytes, onDone } of those that still have somebody to tell
  $storageRequests: '=new Map()',
  $storageFiles: '=new Map()', // number -> File
  $storageDownloads: '=new Map()', // number -> [Blob], parts of what will be one file
  $pageStorage__deps: [
    '$storageRequests', '$storageFiles', '$storageDownloads', '$UTF8ToString', '$stringToUTF8OnStack',
    '$stackSave', '$stackRestore',
  ],
  $pageStorage: {
    next: 1,
    urlKeptMs: 60000,

    finish(request, status, first, second, text) {
      const entry = storageRequests.get(request);
      if (!entry) return;
      storageRequests.delete(request);
      const { context, onDone } = entry;
      const stack = stackSave();
      {{{ makeDynCall('vpiddp', 'onDone') }}}(context, status, first, second, stringToUTF8OnStack(text));
      stackRestore(stack);
    },

    fail(request, error) {
      pageStorage.finish(request, 2, 0, 0, `${error.name || 'Error'}: ${error.message || error}`);
    },

    // A browser that refuses to ask, for want of a click, says nothing to the page.
    choose(request) {
      if (navigator.userActivation && !navigator.userActivation.isActive) {
        queueMicrotask(() => pageStorage.finish(request, 1, 0, 0, ''));
        return;
      }
      const input = document.createElement('input');
      storageRequests.get(request).input = input; // else it may be gone before the person has chosen
      input.type = 'file';
      input.accept = '.sqlite,.backup';
      input.oncancel = () => pageStorage.finish(request, 1, 0, 0, '');
      input.onchange = () => {
        const file = input.files[0];
        if (!file || !storageRequests.has(request)) {
          pageStorage.finish(request, 1, 0, 0, '');
          return;
        }
        const number = pageStorage.next++;
        storageFiles.set(number, file);
        pageStorage.finish(request, 0, number, file.size, file.name);
      };
      input.click();
    },

    give(request, buffer) {
      const entry = storageRequests.get(request);
      if (!entry) return;
      const bytes = new Uint8Array(buffer);
      const { context, onBytes } = entry;
      const address = {{{ makeDynCall('ppi', 'onBytes') }}}(context, bytes.length);
      HEAPU8.set(bytes, address);
      pageStorage.finish(request, 0, 0, 0, '');
    },

    // A refusal that says why is shown to the person; nothing of ours is longer.
    refusalLengthMax: 4000,

    // XMLHttpRequest and not fetch: boot.js gives it the session's key.
    exchange(request, method, path, headers, body, answered) {
      const exchange = new XMLHttpRequest();
      storageRequests.get(request).exchange = exchange;
      exchange.open(method, path);
      exchange.responseType = 'blob';
      exchange.setRequestHeader('X-App', '1');
      for (const [name, value] of headers) exchange.setRequestHeader(name, value);
      exchange.onerror = () => pageStorage.finish(request, 3, 0, 0, '');
      exchange.onload = async () => {
        const { status, response } = exchange;
        if (status >= 200 && status < 300) return answered(exchange);
        const text = (await response.text()).slice(0, pageStorage.refusalLengthMax);
        pageStorage.finish(request, status, 0, 0, text);
      };
      exchange.send(body);
    },

    send(request, path, headers, body) {
      pageStorage.exchange(request, 'PUT', path, headers, body, ({ status }) =>
        pageStorage.finish(request, 0, status, 0, ''));
    },

    fetchFile(request, path) {
      pageStorage.exchange(request, 'GET', path, [], null, (exchange) => {
        if (!storageRequests.has(request)) return;
        const number = pageStorage.next++;
        storageFiles.set(number, exchange.response);
        const checksum = exchange.getResponseHeader('X-Content-SHA256') || '';
        pageStorage.finish(request, 0, number, exchange.response.size, checksum);
      });
    },

    estimate: async (request, persist) => {
      const { storage } = navigator;
      const persistent = storage?.persist ? await (persist ? storage.persist() : storage.persisted()) : false;
      const { quota = -1, usage = -1 } = storage?.estimate ? await storage.estimate() : {};
      pageStorage.finish(request, 0, quota, persistent ? 1 : 0, String(usage));
    },
  },

  page_storage_begin__deps: ['$pageStorage'],
  page_storage_begin: (context, onBytes, onDone) => {
    const request = pageStorage.next++;
    storageRequests.set(request, { context, onBytes, onDone });
    return request;
  },

  page_storage_forget__deps: ['$pageStorage'],
  page_storage_forget: (request) => {
    const entry = storageRequests.get(request);
    storageRequests.delete(request);
    entry?.exchange?.abort();
  },

  page_file_choose__deps: ['$pageStorage'],
  page_file_choose: (request) => pageStorage.choose(request),

  page_file_read__deps: ['$pageStorage'],
  page_file_read: (request, file, offset, size) => {
    storageFiles.get(file).slice(offset, offset + size).arrayBuffer().then(
      (buffer) => pageStorage.give(request, buffer),
      (error) => pageStorage.fail(request, error),
    );
  },

  page_upload_send__deps: ['$pageStorage'],
  page_upload_send: (request, download, path, headers) => {
    const body = new Blob(storageDownloads.get(download), { type: 'application/octet-stream' });
    const lines = UTF8ToString(headers).split('\n').filter(Boolean).map((line) => line.split(': '));
    pageStorage.send(request, UTF8ToString(path), lines, body);
  },

  page_file_fetch__deps: ['$pageStorage'],
  page_file_fetch: (request, path) => {
    pageStorage.fetchFile(request, UTF8ToString(path));
  },

  page_file_drop__deps: ['$pageStorage'],
  page_file_drop: (file) => {
    storageFiles.delete(file);
  },

  page_storage_estimate__deps: ['$pageStorage'],
  page_storage_estimate: (request, persist) => {
    pageStorage.estimate(request, persist !== 0).catch((error) => pageStorage.fail(request, error));
  },

  page_download_begin__deps: ['$pageStorage'],
  page_download_begin: () => {
    const download = pageStorage.next++;
    storageDownloads.set(download, []);
    return download;
  },

  // A Blob may leave memory, an array does not.
  page_download_write__deps: ['$pageStorage'],
  page_download_write: (download, bytes, size) => {
    storageDownloads.get(download).push(new Blob([HEAPU8.slice(bytes, bytes + size)]));
  },

  page_download_finish__deps: ['$pageStorage'],
  page_download_finish: (download, name) => {
    const link = document.createElement('a');
    link.download = UTF8ToString(name);
    const file = new Blob(storageDownloads.get(download), { type: 'application/octet-stream' });
    link.href = URL.createObjectURL(file);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), pageStorage.urlKeptMs);
  },

  page_download_drop__deps: ['$pageStorage'],
  page_download_drop: (download) => {
    storageDownloads.delete(download);
  },
});
