// What a person and three other origins do in a real Chromium; test_proxy_chromium.py starts the servers and judges.
// Its one argument: {"launch", "origin", "samesite", "crosssite"} as JSON. Prints what was seen as JSON.
import { Browser } from '../../../browser/support/browser.mjs';

const { launch, origin, samesite, crosssite } = JSON.parse(process.argv[2]);

// The way the program calls: XMLHttpRequest, to which boot.js adds the key.
const callAsProgram = (page, method, path, body) =>
  page.evaluate(
    ([method, path, body]) =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open(method, path);
        request.setRequestHeader('X-App', '1');
        if (body) request.setRequestHeader('Content-Type', 'application/json');
        request.onloadend = () => resolve({ status: request.status, body: request.responseText });
        request.send(body && JSON.stringify(body));
      }),
    [method, path, body],
  );

// Everything that a page can do to an origin that is not its own.
const attack = (page, origin) =>
  page.evaluate(async (origin) => {
    const said = [];
    const attempt = async (name, work) => said.push([name, await Promise.race([work(), new Promise((end) => setTimeout(end, 1500, 'silent'))]).catch(() => 'refused')]);
    const json = { 'X-App': '1', 'Content-Type': 'application/json' };
    for (const mode of ['cors', 'no-cors']) {
      for (const path of ['/api/status', '/auth/session', '/auth/hubspot/start']) {
        for (const method of ['GET', 'POST']) {
          for (const headers of [{}, { 'Content-Type': 'text/plain' }, json]) {
            await attempt(`${mode} ${method} ${path}`, async () =>
              (await fetch(origin + path, { mode, method, headers, credentials: 'include', body: method === 'POST' ? '{}' : undefined })).status);
          }
        }
      }
    }
    const element = (name, attributes) => () =>
      new Promise((resolve) => {
        const made = document.createElement(name);
        made.onload = () => resolve('loaded');
        made.onerror = () => resolve('refused');
        Object.assign(made, attributes);
        document.body.append(made);
      });
    await attempt('image', element('img', { src: `${origin}/api/status` }));
    await attempt('script', element('script', { src: `${origin}/api/status` }));
    await attempt('style', element('link', { rel: 'stylesheet', href: `${origin}/api/status` }));
    await attempt('object', element('object', { data: `${origin}/api/status` }));
    await attempt('frame', element('iframe', { src: `${origin}/api/status` }));
    await attempt('form', async () => {
      const form = Object.assign(document.createElement('form'), { action: `${origin}/auth/disconnect`, method: 'POST', enctype: 'text/plain', target: 'other' });
      form.append(Object.assign(document.createElement('input'), { name: '{"connection": "', value: 'hubspot-0"}' }));
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'other' }), form);
      form.submit();
    });
    await attempt('socket', () => new Promise((resolve) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/status`);
      socket.onerror = () => resolve('refused');
      socket.onopen = () => resolve('opened');
    }));
    return said;
  }, origin);

const browser = await Browser.open();
try {
  const seen = {};
  const stranger = await browser.visit(`${origin}/`);
  const told = () => stranger.locator('#sign-in').isVisible();
  seen.told = [await told(), (await callAsProgram(stranger, 'GET', '/api/status')).status, await told()];
  const page = await browser.visit(launch);
  await page.waitForURL(`${origin}/`);
  seen.history = await page.evaluate(() => [location.href, performance.getEntriesByType('navigation')[0].name]);
  seen.program = await callAsProgram(page, 'GET', '/api/status');
  seen.told.push((await callAsProgram(stranger, 'GET', '/api/status')).status, await told());
  seen.withoutKey = await page.evaluate(async () => (await fetch('/api/status', { headers: { 'X-App': '1' } })).status);
  const sid = async () => (await browser.context.cookies()).find(({ name }) => name === '__Host-Http-sid');
  seen.cookie = await sid();
  const again = await browser.visit(launch);
  await again.waitForFunction(() => document.getElementById('text').textContent.includes('used before'));
  seen.stillSignedIn = await callAsProgram(page, 'GET', '/api/status');

  const other = await browser.visit(`${samesite}/quiet`); // where the cookie goes, and what that is worth
  seen.otherStorage = await other.evaluate(() => localStorage.length);
  await browser.visit(`${crosssite}/quiet`).then(async (foreign) => {
    seen.attacks = { samesite: await attack(other, origin), crosssite: await attack(foreign, origin) };
    await foreign.goto(`${origin}/api/status`).catch(() => {});
    seen.navigated = await foreign.evaluate(() => document.body.innerText);
  });

  const { url } = JSON.parse((await callAsProgram(page, 'POST', '/auth/hubspot/start', {})).body);
  await page.goto(`${crosssite}/consent?${encodeURIComponent(url)}`);
  await page.click('a');
  await page.waitForURL(`${origin}/`);
  seen.connected = await callAsProgram(page, 'GET', '/api/status');
  seen.renewed = await sid();
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
