// The official HubSpot client, unmodified, against the simulator: connecting, tokens, account and errors.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '@hubspot/api-client';
import { connect, consent, refusal, startHubSpot } from './hubspot_support.mjs';
import { redirectUri } from './support.mjs';

let server;

before(async () => {
  server = await startHubSpot();
});

after(() => server.stop());

test('a code gives tokens once, and the refresh token gives new ones', async () => {
  const { tokensApi } = new Client({ basePath: server.address }).oauth;
  const code = await consent(server, ['oauth', 'crm.objects.contacts.read']);
  const exchange = () => tokensApi.create('authorization_code', code, redirectUri, server.client.id, server.client.secret);
  const first = await exchange();
  assert.equal(first.tokenType, 'bearer');
  assert.equal(first.expiresIn, 1800);

  const again = await refusal(exchange());
  assert.equal(again.status, 400);

  const second = await tokensApi.create('refresh_token', undefined, undefined, server.client.id, server.client.secret,
    first.refreshToken);
  assert.notEqual(second.accessToken, first.accessToken);
  const contacts = await new Client({ basePath: server.address, accessToken: second.accessToken }).crm.contacts.basicApi.getPage();
  assert.ok(contacts.results.length > 0);
});

test('a missing scope is refused with the scopes that would do', async () => {
  const { accessToken } = await connect(server, ['oauth']);
  const poor = new Client({ basePath: server.address, accessToken });
  const refused = await refusal(poor.crm.contacts.basicApi.getPage());
  assert.equal(refused.status, 403);
  assert.equal(refused.answer.category, 'MISSING_SCOPES');
  assert.deepEqual(refused.answer.errors[0].context.requiredGranularScopes, ['crm.objects.contacts.read']);
});

test('no token and a wrong token are 401', async () => {
  for (const accessToken of [undefined, 'nonsense']) {
    const stranger = new Client({ basePath: server.address, accessToken });
    const refused = await refusal(stranger.crm.contacts.basicApi.getPage());
    assert.equal(refused.status, 401);
    assert.equal(refused.answer.category, 'INVALID_AUTHENTICATION');
  }
});

test('a contact is created, read, changed, listed and archived', async () => {
  const { basicApi } = server.hubspot.crm.contacts;
  const created = await basicApi.create({ properties: { email: 'Ann@Example.com', firstname: 'Ann' }, associations: [] });
  assert.equal(created.properties.email, 'ann@example.com');
  assert.ok(created.createdAt instanceof Date);

  const changed = await basicApi.update(created.id, { properties: { lastname: 'Lee' } });
  assert.equal(changed.properties.lastname, 'Lee');
  const read = await basicApi.getById(created.id, ['firstname', 'lastname']);
  assert.deepEqual([read.properties.firstname, read.properties.lastname], ['Ann', 'Lee']);
  const all = await server.hubspot.crm.contacts.getAll();
  assert.ok(all.some((contact) => contact.id === created.id));

  await basicApi.archive(created.id);
  assert.equal((await refusal(basicApi.getById(created.id))).status, 404);
  assert.equal((await basicApi.getById(created.id, undefined, undefined, undefined, true)).archived, true);
});

test('the account tells its currencies', async () => {
  const response = await server.hubspot.apiRequest({ path: '/account-info/v3/details' });
  const account = await response.json();
  assert.equal(account.companyCurrency, 'USD');
  assert.ok(Array.isArray(account.additionalCurrencies));
});
