// Starts the program and shows what stands in its way: loading, missing abilities, a crash.
'use strict';

const byId = (id) => document.getElementById(id);

// The only addresses that may ever become a script here (see the page's Content-Security-Policy).
const scripts = ['/ledgerbridge.js', '/sw.js', '/storage_worker.js', '/timer_worker.js'];
const policy = window.trustedTypes
  ? trustedTypes.createPolicy('app-url', {
      createScriptURL: (url) => {
        if (!scripts.includes(url)) throw new TypeError(`${url} is not a script of this page`);
        return url;
      },
    })
  : { createScriptURL: (url) => url };

// The session's key goes with every call to the proxy (server/proxy/README.md). The program sends its calls this way.
const openRequest = XMLHttpRequest.prototype.open;
XMLHttpRequest.prototype.open = function open(method, address, ...rest) {
  openRequest.call(this, method, address, ...rest);
  const { origin, pathname } = new URL(address, location.href);
  if (origin !== location.origin || !/^\/(api|auth)\//.test(pathname)) return;
  const key = localStorage.getItem('ledgerbridge-session-key');
  if (key) this.setRequestHeader('X-App-Key', key);
  // What the browser holds can be looked at without a session, so the program goes on behind this line.
  this.addEventListener('load', () => (byId('sign-in').hidden = !this.getResponseHeader('X-Proxy-Sign-In')));
};

function showFatal(title, text, details = '') {
  if (!byId('fatal').hidden) return; // the first failure is the cause
  byId('fatal-title').textContent = title;
  byId('fatal-text').textContent = text;
  byId('fatal-details').textContent = details;
  byId('fatal-details').hidden = details === '';
  byId('loading').hidden = true;
  byId('stage').hidden = true;
  byId('fatal').hidden = false;
}

// The length is known only where the answer is not compressed; else the bytes alone are shown.
function showProgress(loaded, total) {
  if (total) byId('progress').value = loaded / total;
  byId('progress-text').textContent = `Loading … ${(loaded / 1e6).toFixed(1)} MB`;
}

/** Asks until something was entered; an empty passphrase means that the person gives up what is stored. */
function askPassphrase(problem) {
  const show = (erasing) => {
    byId('locked-open').hidden = erasing;
    byId('locked-erase').hidden = !erasing;
    byId(erasing ? 'locked-back' : 'passphrase').focus();
  };
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  const answer = (passphrase) => {
    byId('passphrase').value = '';
    byId('locked').hidden = true;
    byId('loading').hidden = false;
    resolve(passphrase);
  };
  byId('locked-open').onsubmit = (event) => {
    event.preventDefault();
    answer(byId('passphrase').value);
  };
  byId('locked-lost').onclick = () => show(true);
  byId('locked-back').onclick = () => show(false);
  byId('locked-erase').onsubmit = (event) => {
    event.preventDefault();
    answer('');
  };
  byId('locked-problem').textContent = problem;
  byId('loading').hidden = true;
  byId('locked').hidden = false;
  show(false);
  return promise;
}

// The program is there; its data are on the way.
function showData(part) {
  if (!byId('loading')) return;
  byId('progress').value = part;
  byId('progress-text').textContent = `Opening your data … ${Math.floor(part * 100)} %`;
}

// Private windows of some browsers have the interface but refuse to open anything.
const canStore = () =>
  new Promise((resolve) => {
    if (!window.indexedDB) return resolve(false);
    try {
      const request = indexedDB.open('probe');
      request.onerror = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        indexedDB.deleteDatabase('probe');
        resolve(true);
      };
    } catch {
      resolve(false);
    }
  });

function withProgress(response) {
  const total = response.headers.get('Content-Encoding') ? 0 : Number(response.headers.get('Content-Length'));
  let loaded = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      showProgress((loaded += chunk.length), total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter), { headers: { 'Content-Type': 'application/wasm' } });
}

window.Module = {
  showFatal,
  askPassphrase,
  dataLoading: showData,
  started: () => byId('loading').remove(),
  timerWorker: () => new Worker(policy.createScriptURL('/timer_worker.js')),
  storageWorker: () => new Worker(policy.createScriptURL('/storage_worker.js')),
  printErr: (line) => console.error(line),
  onAbort: (reason) => showFatal('Something went wrong in Ledgerbridge', 'Your data is safe. Reload the page to go on.', String(reason)),
  instantiateWasm(imports, done) {
    fetch('/ledgerbridge.wasm', { credentials: 'same-origin' })
      .then(async (response) => {
        if (!response.ok) throw new Error(`the server answered ${response.status}`);
        const { instance, module } = await WebAssembly.instantiateStreaming(withProgress(response), imports);
        done(instance, module);
      })
      .catch((error) => showFatal('Ledgerbridge could not be loaded', 'Check that the server is running, then reload.', String(error)));
    return {};
  },
};

async function start() {
  const canvas = document.createElement('canvas');
  if (!window.WebAssembly || !canvas.getContext('webgl2')) {
    return showFatal('This page needs WebGL 2', "Switch hardware acceleration on in the browser's settings, or use a current Chrome, Edge, Firefox or Safari.");
  }
  readStorageEarly('ledgerbridge');
  const [keepsData] = await Promise.all([
    canStore(),
    document.fonts.load('16px "Ledgerbridge Icons"', '\ue000').catch(() => {}),
  ]);
  if (!keepsData) {
    return showFatal('The browser keeps no data for this page', 'Ledgerbridge stores your books in the browser, which a private window or a setting forbids. Open it in an ordinary window.');
  }
  const script = document.createElement('script');
  script.src = policy.createScriptURL('/ledgerbridge.js');
  script.onerror = () => showFatal('Ledgerbridge could not be loaded', 'Check that the server is running, then reload.');
  document.body.append(script);
  navigator.serviceWorker?.register(policy.createScriptURL('/sw.js'), { updateViaCache: 'none' }).catch((error) => console.warn(`no offline start: ${error}`));
}

window.addEventListener('error', (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) Module.onAbort(event.error.stack);
});
byId('fatal-reload').addEventListener('click', () => location.reload());
start();
