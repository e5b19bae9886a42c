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

    estimate: async (request, persist) => {
      const { storage } = navigator;
      const persistent = storage?.persist ? await (persist ? storage.persist() : storage.persisted()) : false;
      const quota = storage?.estimate ? (await storage.estimate()).quota ?? -1 : -1;
      pageStorage.finish(request, 0, quota, persistent ? 1 : 0, '');
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
    storageRequests.delete(request);
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
