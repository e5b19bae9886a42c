// Webhooks of the simulator, checked with the signature functions of the official HubSpot client.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { Client, Signature } from '@hubspot/api-client';
import { allScopes, connect } from './hubspot_support.mjs';
import { startSandbox } from './support.mjs';

let server;
let hubspot;
let target;
const arrivals = [];

before(async () => {
  target = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    arrivals.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.end();
    target.emit('arrival');
  });
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  // The signature's age is measured by the real clock, so the simulated one follows it here.
  server = await startSandbox('hubspot', ['--scale', '5'], null);
  const { accessToken } = await connect(server, allScopes);
  hubspot = new Client({ basePath: server.address, accessToken });
});

after(async () => {
  target.close();
  await server.stop();
});

test('a change arrives signed, as the library checks it', async () => {
  const url = `http://127.0.0.1:${target.address().port}/hooks?tenant=a%2Fb`;
  await server.control('/sandbox/webhooks/hubspot', { body: { client_id: server.client.id, targetUrl: url,
    subscriptions: [{ subscriptionType: 'object.propertyChange', objectType: 'contact', propertyName: 'firstname' }] } });
  const arrived = once(target, 'arrival');
  const { id } = await hubspot.crm.contacts.basicApi.create({ properties: { firstname: 'Zoë' }, associations: [] });
  await arrived;
  const [{ headers, body }] = arrivals;
  const [event] = JSON.parse(body);
  assert.deepEqual([event.objectId, event.propertyValue, event.changeSource], [Number(id), 'Zoë', 'INTEGRATION']);

  const shared = { clientSecret: server.client.secret, requestBody: body, url: decodeURIComponent(url), method: 'POST' };
  const timestamp = Number(headers['x-hubspot-request-timestamp']);
  const isValid = (more) => Signature.isValid({ ...shared, signatureVersion: 'v3', signature: headers['x-hubspot-signature-v3'],
    timestamp, ...more });
  assert.ok(isValid({}));
  assert.ok(!isValid({ requestBody: body.replace('Zoë', 'Zoe') }));
  assert.ok(!isValid({ clientSecret: 'another' }));
  assert.ok(Signature.isValid({ ...shared, signatureVersion: 'v1', signature: headers['x-hubspot-signature'] }));
});
