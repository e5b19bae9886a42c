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

test('tokens are looked up and revoked, and a revoked one asks to reconnect', async () => {
  const { accessTokensApi, refreshTokensApi, tokensApi } = new Client({ basePath: server.address }).oauth;
  const tokens = await connect(server, ['oauth', 'crm.objects.contacts.read']);
  const access = await accessTokensApi.get(tokens.accessToken);
  assert.deepEqual([access.scopes, access.expiresIn, access.tokenType], [['oauth', 'crm.objects.contacts.read'], 1800, 'access']);
  assert.equal((await refreshTokensApi.get(tokens.refreshToken)).clientId, server.client.id);
  await refreshTokensApi.archive(tokens.refreshToken);
  const refused = await refusal(tokensApi.create('refresh_token', undefined, undefined, server.client.id, server.client.secret,
    tokens.refreshToken));
  assert.equal(refused.status, 400);
  assert.equal(refused.answer.status, 'BAD_REFRESH_TOKEN');
});

test('refresh tokens rotate as switched, and the use of an old one ends the family', async () => {
  const { tokensApi } = new Client({ basePath: server.address }).oauth;
  const refresh = (token) => tokensApi.create('refresh_token', undefined, undefined, server.client.id, server.client.secret, token);
  await server.control('/sandbox/switches', { body: { hubspot: { refresh_rotation: 'reuse_kills' } } });
  const first = await connect(server, ['oauth']);
  const second = await refresh(first.refreshToken);
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.equal((await refusal(refresh(first.refreshToken))).answer.status, 'BAD_REFRESH_TOKEN');
  assert.equal((await refusal(refresh(second.refreshToken))).answer.status, 'BAD_REFRESH_TOKEN');
  await server.control('/sandbox/switches', { body: { hubspot: { refresh_rotation: 'same' } } });
});

test('over the limit the library sees 429 with its policy', async () => {
  await server.control('/sandbox/switches', { body: { hubspot: { rate_limits: true, calls_per_ten_seconds: 2, searches_per_second: 0 } } });
  const { accessToken } = await connect(server, ['oauth', 'crm.objects.contacts.read']);
  const client = new Client({ basePath: server.address, accessToken });
  const replies = [];
  for (let n = 0; n < 3; n += 1) replies.push(await client.apiRequest({ path: '/crm/v3/objects/contacts' }));
  assert.deepEqual(replies.map((reply) => reply.status), [200, 200, 429]);
  assert.equal(replies[0].headers.get('x-hubspot-ratelimit-max'), '2');
  assert.equal((await replies[2].json()).policyName, 'TEN_SECONDLY_ROLLING');
  const search = await refusal(client.crm.contacts.searchApi.doSearch({ limit: 1, after: '0', filterGroups: [], sorts: [], properties: [] }));
  assert.deepEqual([search.status, search.answer.policyName], [429, 'SECONDLY']);
  await server.control('/sandbox/switches', { body: { hubspot: { rate_limits: false } } });
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

test('a token expires by the simulated clock', async () => {
  const { accessToken } = await connect(server, ['oauth', 'crm.objects.contacts.read']);
  const client = new Client({ basePath: server.address, accessToken });
  await client.crm.contacts.basicApi.getPage();
  await server.control('/sandbox/clock', { body: { advance_seconds: 1875 } });
  const refused = await refusal(client.crm.contacts.basicApi.getPage());
  assert.equal(refused.status, 401);
  assert.equal(refused.answer.category, 'EXPIRED_AUTHENTICATION');
  assert.match(refused.answer.message, /expired 75 second\(s\) ago/);
});

test('an app that uninstalls itself is let in no more', async () => {
  const { accessToken, refreshToken } = await connect(server, ['oauth', 'crm.objects.contacts.read']);
  const client = new Client({ basePath: server.address, accessToken });
  const gone = await client.apiRequest({ method: 'DELETE', path: '/appinstalls/2026-03/external-install' });
  assert.equal(gone.status, 204);
  assert.equal((await refusal(client.crm.contacts.basicApi.getPage())).status, 401);
  const { tokensApi } = new Client({ basePath: server.address }).oauth;
  const refused = await refusal(tokensApi.create('refresh_token', undefined, undefined, server.client.id, server.client.secret,
    refreshToken));
  assert.equal(refused.answer.status, 'BAD_REFRESH_TOKEN');
});
