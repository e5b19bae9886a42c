// A sandbox in a process of its own, signed in to by the consent forms, and a client that keeps its connections busy.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const python = process.env.PYTHON || '/usr/bin/python3';
const redirect = 'http://localhost:1/back';
const app = { client_id: 'bench', client_secret: 'bench-secret', redirect_uri: redirect };
const scopes = 'oauth crm.objects.contacts.read';

/** Starts a Python program and waits for its first line of JSON; `seconds` is how long that took. */
export async function startPython(parameters) {
  const started = performance.now();
  const child = spawn(python, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const line = new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const first = await Promise.race([line, exited.then(() => null)]);
  if (first === null) throw new Error(`${parameters.join(' ')} ended before it was ready`);
  const seconds = (performance.now() - started) / 1000;
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { ...JSON.parse(first), seconds, stop, megabytes: () => peakMegabytes(child.pid) };
}

/** The most memory a process had so far. */
async function peakMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
}

async function post(address, body, headers = {}) {
  const response = await fetch(address, { method: 'POST', body, headers, redirect: 'manual' });
  if (response.status >= 400) throw new Error(`POST ${address}: ${response.status} ${await response.text()}`);
  return response;
}

/** Sets a control address of the sandbox. */
export async function control(server, path, value) {
  const headers = { 'X-App': '1', 'Content-Type': 'application/json' };
  return (await post(server.page + path, JSON.stringify(value), headers)).json();
}

async function agree(address, fields) {
  const form = new URLSearchParams({ ...fields, ...app, response_type: 'code', state: 's' });
  const response = await post(address, form);
  return new URL(response.headers.get('location')).searchParams;
}

/** Connects to HubSpot; the Authorization header for its calls. */
export async function signInToHubSpot(server) {
  await control(server, '/sandbox/clients', { provider: 'hubspot', ...app });
  const answer = await agree(`${server.hubspot}/oauth/authorize`, { scope: scopes, decision: 'connect' });
  const form = { grant_type: 'authorization_code', code: answer.get('code'), ...app };
  const tokens = await (await post(`${server.hubspot}/oauth/v1/token`, new URLSearchParams(form))).json();
  return `Bearer ${tokens.access_token}`;
}

/** Connects to the first QuickBooks company; its realm and the Authorization header for its calls. */
export async function signInToQuickBooks(server) {
  await control(server, '/sandbox/clients', { provider: 'quickbooks', ...app });
  const consent = new URLSearchParams({ ...app, response_type: 'code', scope: 'com.intuit.quickbooks.accounting', state: 's' });
  const page = await (await fetch(`${server.quickbooks}/connect/oauth2?${consent}`)).text();
  const realm = /name="realm"[^>]*value="(\d+)"/.exec(page)[1];
  const fields = { scope: 'com.intuit.quickbooks.accounting', decision: 'connect', realm };
  const answer = await agree(`${server.quickbooks}/connect/oauth2`, fields);
  const secret = Buffer.from(`${app.client_id}:${app.client_secret}`).toString('base64');
  const form = { grant_type: 'authorization_code', code: answer.get('code'), redirect_uri: redirect };
  const headers = { Authorization: `Basic ${secret}` };
  const tokens = await (await post(`${server.quickbooks}/oauth2/v1/tokens/bearer`, new URLSearchParams(form), headers)).json();
  return { realm, authorization: `Bearer ${tokens.access_token}` };
}

/** Sends one GET after the other on each connection; answers per second, milliseconds of the fastest, and bytes. */
export async function readsPerSecond(target, authorization, { seconds, connections }) {
  const deadline = performance.now() + seconds * 1000;
  const started = performance.now();
  const each = Array.from({ length: connections }, () => keepReading(new URL(target), authorization, deadline));
  const results = await Promise.all(each);
  const count = results.reduce((sum, result) => sum + result.count, 0);
  const fastest = Math.min(...results.map((result) => result.fastest));
  return { perSecond: (count * 1000) / (performance.now() - started), fastest, bytes: results[0].bytes };
}

function keepReading(address, authorization, deadline) {
  const call = Buffer.from(`GET ${address.pathname}${address.search} HTTP/1.1\r\nHost: ${address.host}\r\n`
    + `Accept: application/json\r\nAuthorization: ${authorization}\r\n\r\n`);
  const socket = connect(Number(address.port), address.hostname);
  socket.setNoDelay(true);
  return new Promise((resolve, reject) => {
    const found = { count: 0, fastest: Infinity, bytes: 0 };
    let head = '';
    let left = -1; // bytes of the body still to come; -1 while the head is being read
    let sent = 0;
    const send = () => {
      sent = performance.now();
      socket.write(call);
    };
    const answered = () => {
      found.count += 1;
      found.fastest = Math.min(found.fastest, performance.now() - sent);
      head = '';
      left = -1;
      if (performance.now() < deadline) return send();
      socket.destroy();
      return resolve(found);
    };
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${address} closed the connection`)));
    socket.on('data', (chunk) => {
      if (left >= 0) {
        left -= chunk.length;
      } else {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.startsWith('HTTP/1.1 200')) {
          reject(new Error(`${address} answered ${head.slice(0, 200)}`));
          return;
        }
        found.bytes = Number(/content-length: *(\d+)/i.exec(head)[1]);
        left = found.bytes - (head.length - end - 4);
      }
      if (left <= 0) answered();
    });
  });
}
