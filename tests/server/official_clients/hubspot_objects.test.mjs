// The official HubSpot client, unmodified: every call of the objects API on every object type.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { refusal, startHubSpot } from './hubspot_support.mjs';

const linkTo = (id, typeId) => ({
  to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
});

// Per type: what a record needs, a text that can be changed, and the library's own door or else the generic one.
const types = [
  { name: 'contacts', needs: { email: (n) => `person${n}@example.com` }, text: 'lastname', door: (crm) => crm.contacts },
  { name: 'companies', needs: { name: (n) => `Company ${n}` }, text: 'city', door: (crm) => crm.companies },
  { name: 'deals', needs: { dealname: (n) => `Deal ${n}`, dealstage: () => 'contractsent', pipeline: () => 'default' },
    text: 'description', door: (crm) => crm.deals },
  { name: 'products', needs: { name: (n) => `Product ${n}` }, text: 'hs_sku', door: (crm) => crm.products },
  { name: 'line_items', needs: { name: (n) => `Line ${n}`, price: () => '10' }, text: 'description', door: (crm) => crm.lineItems },
  { name: 'quotes', needs: { hs_title: (n) => `Quote ${n}`, hs_expiration_date: () => '2026-12-31' }, text: 'hs_comments',
    door: (crm) => crm.quotes },
  { name: 'invoices', needs: { hs_currency: () => 'USD' }, text: 'hs_title', door: (crm) => crm.commerce.invoices },
  { name: 'commerce_payments', needs: { hs_initial_amount: () => '5', hs_initiated_date: () => '2026-11-22T00:00:00Z' },
    text: 'hs_reference_number' },
  { name: 'taxes', needs: { hs_label: (n) => `Tax ${n}`, hs_type: () => 'PERCENT', hs_value: () => '20' }, text: 'hs_label',
    door: (crm) => crm.objects.taxes },
  { name: 'discounts', needs: { hs_label: (n) => `Discount ${n}`, hs_type: () => 'FIXED', hs_value: () => '5' }, text: 'hs_label' },
  { name: 'fees', needs: { hs_label: (n) => `Fee ${n}`, hs_type: () => 'FIXED', hs_value: () => '5' }, text: 'hs_label' },
  { name: 'notes', needs: { hs_timestamp: () => '2026-11-22T00:00:00Z' }, text: 'hs_note_body', door: (crm) => crm.objects.notes },
  { name: 'tasks', needs: { hs_timestamp: () => '2026-11-22T00:00:00Z' }, text: 'hs_task_subject', door: (crm) => crm.objects.tasks },
];

let server;
let made = 0;

before(async () => {
  server = await startHubSpot(['--scale', '20']);
  await server.control('/sandbox/switches', { body: { hubspot: { unique_property_types: types.map((type) => type.name) } } });
});

after(() => server.stop());

const properties = (type) => {
  made += 1;
  return Object.fromEntries(Object.entries(type.needs).map(([name, value]) => [name, value(made)]));
};

/** The calls of one type, whichever door of the library leads to them. */
function callsOf(type) {
  const { crm } = server.hubspot;
  if (type.door) {
    const { basicApi, batchApi, searchApi } = type.door(crm);
    return { basic: basicApi, batch: batchApi, search: (body) => searchApi.doSearch(body) };
  }
  const bound = (api) => new Proxy(api, { get: (target, name) => (...rest) => target[name](type.name, ...rest) });
  return { basic: bound(crm.objects.basicApi), batch: bound(crm.objects.batchApi),
    search: (body) => crm.objects.searchApi.doSearch(type.name, body) };
}

for (const type of types) {
  describe(type.name, () => {
    test('create, read, change, list and archive one record', async () => {
      const { basic } = callsOf(type);
      const sent = properties(type);
      const created = await basic.create({ properties: sent, associations: [] });
      assert.ok(created.createdAt instanceof Date);
      const changed = await basic.update(created.id, { properties: { [type.text]: 'changed' } });
      assert.equal(changed.properties[type.text], 'changed');

      const read = await basic.getById(created.id, [...Object.keys(sent), type.text]);
      assert.equal(read.properties[type.text], 'changed');
      assert.equal(read.properties.hs_object_id, created.id);
      const page = await basic.getPage(100);
      assert.ok(page.results.some((record) => record.id === created.id));

      await basic.archive(created.id);
      assert.equal((await refusal(basic.getById(created.id))).status, 404);
      const archived = await basic.getById(created.id, undefined, undefined, undefined, true);
      assert.equal(archived.archived, true);
      assert.ok(archived.archivedAt instanceof Date);
    });

    test('create, read, update and archive batches, in part where one fails', async () => {
      const { basic, batch } = callsOf(type);
      const created = await batch.create({ inputs: [1, 2, 3].map((n) => (
        { properties: properties(type), associations: [], objectWriteTraceId: `trace-${n}` })) });
      assert.equal(created.status, 'COMPLETE');
      assert.equal(created.results.length, 3);
      const ids = created.results.map((record) => record.id);

      const part = await batch.create({ inputs: [
        { properties: properties(type), associations: [], objectWriteTraceId: 'good' },
        { properties: { ...properties(type), no_such_property: '1' }, associations: [], objectWriteTraceId: 'bad' }] });
      assert.equal(part.numErrors, 1);
      assert.deepEqual(part.errors[0].context.objectWriteTraceId, ['bad']);

      const updated = await batch.update({ inputs: ids.map((id) => ({ id, properties: { [type.text]: 'batch' } })) });
      assert.ok(updated.results.every((record) => record.properties[type.text] === 'batch'));
      const read = await batch.read({ inputs: [...ids, '1'].map((id) => ({ id })), properties: [type.text], propertiesWithHistory: [] });
      assert.equal(read.results.length, 3);
      assert.equal(read.errors[0].category, 'OBJECT_NOT_FOUND');

      await batch.archive({ inputs: ids.map((id) => ({ id })) });
      assert.equal((await refusal(basic.getById(ids[0]))).status, 404);
    });

    test('upsert a batch by a unique property', async () => {
      const { batch } = callsOf(type);
      await server.hubspot.crm.properties.groupsApi.create(type.name, { name: 'qbo_sync', label: 'QuickBooks', displayOrder: 1 });
      await server.hubspot.crm.properties.coreApi.create(type.name, { groupName: 'qbo_sync', name: 'qbo_key', label: 'Key', type: 'string',
        fieldType: 'text', hasUniqueValue: true });
      const upsert = (key) => batch.upsert({ inputs: [
        { id: key, idProperty: 'qbo_key', properties: properties(type), objectWriteTraceId: key }] });
      const first = await upsert('k-1');
      const second = await upsert('k-1');
      assert.deepEqual([first.results[0]._new, second.results[0]._new], [true, false]);
      assert.equal(first.results[0].id, second.results[0].id);
    });

    test('search by a property, sorted and paged', async () => {
      const { basic, search } = callsOf(type);
      const ids = [];
      for (const n of [1, 2, 3]) {
        const { id } = await basic.create({ properties: { ...properties(type), [type.text]: `needle${type.name}` }, associations: [] });
        ids.push(id);
      }
      const body = { filterGroups: [{ filters: [{ propertyName: type.text, operator: 'EQ', value: `needle${type.name}` }] }],
        sorts: ['-hs_object_id'], properties: [type.text], limit: 2, after: '0' };
      const page = await search(body);
      assert.equal(page.total, 3);
      assert.deepEqual(page.results.map((record) => record.id), [ids[2], ids[1]]);
      const rest = await search({ ...body, after: page.paging.next.after });
      assert.deepEqual(rest.results.map((record) => record.id), [ids[0]]);
    });

    test('refuses an unknown property, a read-only one, 101 inputs and a page over the cap', async () => {
      const { basic, batch, search } = callsOf(type);
      const codes = async (name, value) => {
        const refused = await refusal(basic.create({ properties: { ...properties(type), [name]: value }, associations: [] }));
        assert.equal(refused.answer.category, 'VALIDATION_ERROR');
        return [refused.status, refused.answer.errors[0].code];
      };
      assert.deepEqual(await codes('no_such_property', 'x'), [400, 'PROPERTY_DOESNT_EXIST']);
      assert.deepEqual(await codes('hs_object_id', '1'), [400, 'READ_ONLY_VALUE']);
      const many = Array.from({ length: 101 }, (_, n) => ({ id: String(n) }));
      assert.equal((await refusal(batch.read({ inputs: many, properties: [], propertiesWithHistory: [] }))).status, 400);
      assert.equal((await refusal(basic.getPage(101))).status, 400);
      assert.equal((await refusal(search({ limit: 201, after: '0', filterGroups: [], sorts: [], properties: [] }))).status, 400);
      assert.equal((await refusal(search({ limit: 200, after: '9900', filterGroups: [], sorts: [], properties: [] }))).status, 400);
    });
  });
}

test('contacts merge into a survivor that old ids lead to, and are deleted for privacy', async () => {
  const { basicApi } = server.hubspot.crm.contacts;
  const [first, second] = await Promise.all(['one', 'two'].map((name) => basicApi.create(
    { properties: { email: `${name}@merge.example` }, associations: [] })));
  const merged = await basicApi.merge({ primaryObjectId: first.id, objectIdToMerge: second.id });
  assert.notEqual(merged.id, first.id);
  assert.equal((await basicApi.getById(second.id)).id, merged.id);
  await basicApi.purge({ objectId: 'one@merge.example', idProperty: 'email' });
  assert.equal((await refusal(basicApi.getById(merged.id, undefined, undefined, undefined, true))).status, 404);
});

for (const [name, needs] of [['companies', { name: 'x' }], ['deals', { dealname: 'x', dealstage: 'contractsent' }]]) {
  test(`${name} merge too`, async () => {
    const { basicApi } = server.hubspot.crm[name];
    const [first, second] = await Promise.all([1, 2].map(() => basicApi.create({ properties: needs, associations: [] })));
    const merged = await basicApi.merge({ primaryObjectId: first.id, objectIdToMerge: second.id });
    assert.equal((await basicApi.getById(first.id)).id, merged.id);
  });
}

test('an invoice goes from draft to paid by a payment', async () => {
  const { crm } = server.hubspot;
  const contact = await crm.contacts.basicApi.create({ properties: { email: 'buyer@example.com' }, associations: [] });
  const line = await crm.lineItems.basicApi.create({ properties: { name: 'Pond', quantity: '10', price: '234.56',
    hs_discount_percentage: '20' }, associations: [] });
  const invoice = await crm.commerce.invoices.basicApi.create({ properties: { hs_currency: 'USD' },
    associations: [linkTo(contact.id, 177), linkTo(line.id, 409)] });
  const shown = async () => (await crm.commerce.invoices.basicApi.getById(invoice.id, ['hs_invoice_status', 'hs_amount_billed',
    'hs_balance_due'], undefined, ['line_items', 'contacts']));
  await crm.commerce.invoices.basicApi.update(invoice.id, { properties: { hs_invoice_status: 'open' } });
  const open = await shown();
  assert.equal(open.properties.hs_balance_due, '1876.48');
  assert.equal(open.associations['line items'].results[0].type, 'invoice_to_line_item');
  await crm.objects.basicApi.create('commerce_payments', { properties: { hs_initial_amount: '1876.48',
    hs_initiated_date: '2026-11-22T00:00:00Z', hs_latest_status: 'succeeded', hs_processor_type: 'quickbooks' },
  associations: [linkTo(invoice.id, 542)] });
  const paid = (await shown()).properties;
  assert.deepEqual([paid.hs_invoice_status, paid.hs_balance_due], ['paid', '0.00']);
});

test('history is read newest first with its source', async () => {
  const { basicApi } = server.hubspot.crm.contacts;
  const { id } = await basicApi.create({ properties: { firstname: 'one' }, associations: [] });
  await basicApi.update(id, { properties: { firstname: 'two' } });
  const { propertiesWithHistory } = await basicApi.getById(id, undefined, ['firstname']);
  assert.deepEqual(propertiesWithHistory.firstname.map((entry) => [entry.value, entry.sourceType]),
    [['two', 'INTEGRATION'], ['one', 'INTEGRATION']]);
});
