// The official HubSpot client, unmodified: both families of addresses, search with its lag and case rules, unique values, and
// what an invoice may become.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { refusal, startHubSpot } from './hubspot_support.mjs';

let server;
let crm;

before(async () => {
  server = await startHubSpot(['--scale', '10']);
  ({ crm } = server.hubspot);
});

after(() => server.stop());

const switches = (values) => server.control('/sandbox/switches', { body: { hubspot: values } });

/** The ids a search finds, in the order of creation. */
async function found(filters, more = {}) {
  const page = await crm.contacts.searchApi.doSearch({
    filterGroups: [{ filters }], sorts: ['hs_object_id'], properties: [], limit: 100, after: '0', ...more,
  });
  return page.results.map((record) => record.id);
}

const make = async (properties) => (await crm.contacts.basicApi.create({ properties, associations: [] })).id;

test('both families of addresses lead to the same record, by name and by id of its type', async () => {
  const id = await make({ lastname: 'Everywhere' });
  for (const path of ['/crm/v3/objects/contacts', '/crm/v3/objects/0-1', '/crm/objects/2026-03/contacts', '/crm/objects/2026-09/0-1']) {
    const answer = await (await server.hubspot.apiRequest({ path: `${path}/${id}` })).json();
    assert.deepEqual([answer.id, answer.properties.lastname], [id, 'Everywhere'], path);
  }
  assert.equal((await server.hubspot.apiRequest({ path: `/crm/objects/2025-03/contacts/${id}` })).status, 404);
});

test('search lags behind what is written', async () => {
  await switches({ search_lag_seconds: 60, search_lag_jitter_seconds: 0 });
  try {
    const email = [{ propertyName: 'email', operator: 'EQ', value: 'late@example.com' }];
    const id = await make({ email: 'late@example.com' });
    assert.deepEqual(await found(email), []);
    await server.control('/sandbox/clock', { body: { advance_seconds: 60 } });
    assert.deepEqual(await found(email), [id]);
    await crm.contacts.basicApi.archive(id);
    assert.deepEqual(await found(email), [id]);
    await server.control('/sandbox/clock', { body: { advance_seconds: 60 } });
    assert.deepEqual(await found(email), []);
  } finally {
    await switches({ search_lag_seconds: 0, search_lag_jitter_seconds: 0 });
  }
});

test('every operator of search, and where the case counts', async () => {
  const [ann, bob, cy] = [
    await make({ firstname: 'Ann', lastname: 'Rule', email: 'ann@rules.example' }),
    await make({ firstname: 'Bob', lastname: 'Rule', email: 'bob@rules.example' }),
    await make({ firstname: 'Cy', lastname: 'Rule' })];
  const ours = { propertyName: 'lastname', operator: 'EQ', value: 'Rule' };
  const filters = [
    [{ operator: 'EQ', value: 'ANN' }, 'firstname', [ann]], [{ operator: 'NEQ', value: 'ann' }, 'firstname', [bob, cy]],
    [{ operator: 'IN', values: ['ann', 'cy'] }, 'firstname', [ann, cy]], [{ operator: 'IN', values: ['Ann'] }, 'firstname', []],
    [{ operator: 'NOT_IN', values: ['ann'] }, 'firstname', [bob, cy]], [{ operator: 'HAS_PROPERTY' }, 'email', [ann, bob]],
    [{ operator: 'NOT_HAS_PROPERTY' }, 'email', [cy]], [{ operator: 'CONTAINS_TOKEN', value: 'bob*' }, 'email', [bob]],
    [{ operator: 'NOT_CONTAINS_TOKEN', value: 'bob*' }, 'email', [ann, cy]],
  ];
  for (const [condition, propertyName, ids] of filters) {
    assert.deepEqual(await found([ours, { propertyName, ...condition }]), ids, `${propertyName} ${JSON.stringify(condition)}`);
  }
  const created = (operator, more) => found([ours, { propertyName: 'hs_object_id', operator, ...more }]);
  assert.deepEqual(await created('GT', { value: ann }), [bob, cy]);
  assert.deepEqual(await created('GTE', { value: bob }), [bob, cy]);
  assert.deepEqual(await created('LT', { value: bob }), [ann]);
  assert.deepEqual(await created('LTE', { value: bob }), [ann, bob]);
  assert.deepEqual(await created('BETWEEN', { value: ann, highValue: bob }), [ann, bob]);
  const either = await crm.contacts.searchApi.doSearch({
    filterGroups: [{ filters: [ours, { propertyName: 'firstname', operator: 'EQ', value: 'cy' }] },
      { filters: [ours, { propertyName: 'firstname', operator: 'EQ', value: 'ann' }] }],
    sorts: ['-hs_object_id'], properties: [], limit: 10, after: '0',
  });
  assert.deepEqual(either.results.map((record) => record.id), [cy, ann]);
  const long = await refusal(found([ours], { query: 'x'.repeat(3000) }));
  assert.deepEqual([long.status, long.answer.category], [400, 'VALIDATION_ERROR']);
});

test('unique values conflict, and a contact\'s address names the one who has it', async () => {
  await crm.properties.coreApi.create('contacts', {
    groupName: 'contactinformation', name: 'book_key', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true,
  });
  const id = await make({ email: 'taken@example.com', book_key: '7' });
  const conflict = await refusal(make({ book_key: '7' }));
  assert.deepEqual([conflict.status, conflict.answer.errors[0].code], [400, 'CONFLICTING_UNIQUE_VALUE']);
  const twice = await refusal(make({ email: 'TAKEN@example.com' }));
  assert.deepEqual([twice.status, twice.answer.message], [409, `Contact already exists. Existing ID: ${id}`]);
  assert.equal((await crm.contacts.basicApi.getById('7', ['email'], undefined, undefined, false, 'book_key')).id, id);
});

test('an invoice is opened when it is complete, voided, and then stays as it is', async () => {
  const { basicApi } = crm.commerce.invoices;
  const link = (to, associationTypeId) => ({ to: { id: to }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }] });
  const become = (invoice, hs_invoice_status) => basicApi.update(invoice, { properties: { hs_invoice_status } });
  const bare = await basicApi.create({ properties: { hs_currency: 'USD' }, associations: [] });
  assert.equal((await refusal(become(bare.id, 'open'))).status, 400);
  await basicApi.archive(bare.id);

  const line = await crm.lineItems.basicApi.create({ properties: { name: 'Pump', quantity: '2', price: '100' }, associations: [] });
  const invoice = await basicApi.create({
    properties: { hs_currency: 'USD' }, associations: [link(await make({ lastname: 'Buyer' }), 177), link(line.id, 409)],
  });
  assert.equal((await become(invoice.id, 'open')).properties.hs_invoice_status, 'open');
  assert.equal((await refusal(become(invoice.id, 'draft'))).status, 400);
  assert.equal((await refusal(basicApi.archive(invoice.id))).status, 400);
  assert.equal((await become(invoice.id, 'voided')).properties.hs_invoice_status, 'voided');
  assert.equal((await refusal(become(invoice.id, 'open'))).status, 400);
});
