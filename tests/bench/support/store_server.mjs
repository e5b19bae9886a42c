// Serves the pages of tests/bench/store, the built programs and the peers' packages, isolated as absurd-sql needs it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { root } from '../../browser/support/server.mjs';

const folders = [
  ['/node_modules/', 'node_modules'],
  ['/programs/', 'build/web-release/tests/bench'],
  ['/web/', 'web'],
  ['/', 'tests/bench/store'],
];
const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' };

function fileOf(address) {
  const path = normalize(new URL(address, 'http://localhost').pathname);
  const [prefix, folder] = folders.find(([start]) => path.startsWith(start));
  return join(root, folder, path.slice(prefix.length) || 'index.html');
}

async function answer(request, response) {
  const file = fileOf(request.url);
  const type = types[extname(file)];
  const body = type && await readFile(file).catch(() => null);
  response.writeHead(body ? 200 : 404, {
    'Content-Type': type ?? 'text/plain',
    'Cache-Control': 'max-age=3600', // code caches want what a deployed page has
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  response.end(body ?? '');
}

/** @returns {Promise<{address: string, stop: () => void}>} */
export async function serveStorePages() {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
