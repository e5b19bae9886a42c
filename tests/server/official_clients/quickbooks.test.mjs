// node-quickbooks, unmodified, against the simulator: every entity, queries, changes, batches, PDF, mail and files.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { accountingScope, call, connected, offeredCompanies, refusal, rows, startQuickBooks } from './quickbooks_support.mjs';
import { redirectUri } from './support.mjs';

let server;
let quickbooks;
let customer;
let item;

before(async () => {
  server = await startQuickBooks();
  quickbooks = server.quickbooks;
  customer = await call(quickbooks, 'createCustomer', { DisplayName: 'Client of the library', BillAddr: { Line1: '1 Way' } });
  item = await call(quickbooks, 'createItem', {
    Name: 'Hour of the library', Type: 'Service', IncomeAccountRef: { value: '1' },
  });
});

after(() => server.stop());

const to = (record) => ({ value: record.Id });

function saleLine(price, quantity = 1) {
  return {
    DetailType: 'SalesItemLineDetail', Amount: price * quantity,
    SalesItemLineDetail: { ItemRef: to(item), UnitPrice: price, Qty: quantity },
  };
}

function form(...lines) {
  return { CustomerRef: to(customer), Line: lines };
}

/** Creates, reads, updates and finds one record with the library's methods for its entity. */
async function lives(entity, body, change, plural = `${entity}s`) {
  const made = await call(quickbooks, `create${entity}`, body);
  assert.match(made.Id, /^\d+$/, entity);
  assert.equal(made.SyncToken, '0');
  const read = await call(quickbooks, `get${entity}`, made.Id);
  assert.deepEqual(read, made);
  const changed = await call(quickbooks, `update${entity}`, { Id: made.Id, SyncToken: '0', ...change });
  assert.equal(changed.SyncToken, '1');
  for (const [name, value] of Object.entries(change)) assert.deepEqual(changed[name], value);
  const found = rows(await call(quickbooks, `find${plural}`, { Id: made.Id }));
  assert.deepEqual(found, [changed]);
  return changed;
}

const payable = async () => rows(await call(quickbooks, 'findAccounts', { AccountType: 'Accounts Payable' }))[0];
const bank = async () => rows(await call(quickbooks, 'findAccounts', { AccountType: 'Bank' }))[0];

test('name lists are created, read, updated and found', async (t) => {
  const lists = [
    ['Customer', { DisplayName: 'Amy of the library' }, { Notes: 'paid late' }],
    ['Vendor', { DisplayName: 'Vendor of the library' }, { AcctNum: '17' }],
    ['Employee', { GivenName: 'Em', FamilyName: 'Ployee' }, { EmployeeNumber: '3' }],
    ['Item', { Name: 'Thing', Type: 'NonInventory' }, { UnitPrice: 12.34 }],
    ['Term', { Name: 'Net 7', DueDays: 7 }, { DueDays: 8 }],
    ['PaymentMethod', { Name: 'Barter' }, { Name: 'Barter and more' }],
    ['Account', { Name: 'Rent', AccountType: 'Expense' }, { Description: 'of the office' }],
    ['Class', { Name: 'Retail' }, { Name: 'Retail and web' }, 'Classes'],
    ['Department', { Name: 'West' }, { Name: 'Far west' }],
    ['TaxAgency', { DisplayName: 'Board of the library' }, { TaxTrackedOnPurchases: true }, 'TaxAgencies'],
  ];
  for (const [entity, body, change, plural] of lists) await t.test(entity, () => lives(entity, body, change, plural));
});

test('transactions are created, read, updated, found and deleted', async (t) => {
  const checking = await bank();
  const card = await call(quickbooks, 'createAccount', { Name: 'Card of the library', AccountType: 'Credit Card' });
  const rent = rows(await call(quickbooks, 'findAccounts', { AccountType: 'Expense' }))[0];
  const vendor = await call(quickbooks, 'createVendor', { DisplayName: 'Supplier of the library' });
  const transactions = [
    ['Invoice', form(saleLine(100)), { PrivateNote: 'n' }],
    ['Estimate', form(saleLine(20, 3)), { TxnStatus: 'Accepted' }],
    ['SalesReceipt', form(saleLine(5)), { PaymentRefNum: '17' }, 'SalesReceipts'],
    ['CreditMemo', form(saleLine(7)), { PrivateNote: 'n' }],
    ['RefundReceipt', { ...form(saleLine(3)), DepositToAccountRef: to(checking) }, { PrivateNote: 'n' }],
    ['Payment', { CustomerRef: to(customer), TotalAmt: 12 }, { PaymentRefNum: 'chk 17' }],
    ['Deposit', {
      DepositToAccountRef: to(checking),
      Line: [{ Amount: 9, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: to(rent) } }],
    }, { PrivateNote: 'n' }],
    ['Purchase', {
      PaymentType: 'CreditCard', AccountRef: to(card),
      Line: [{
        Amount: 34, DetailType: 'AccountBasedExpenseLineDetail', AccountBasedExpenseLineDetail: { AccountRef: to(rent) },
      }],
    }, { PrivateNote: 'n' }],
    ['PurchaseOrder', {
      VendorRef: to(vendor), APAccountRef: to(await payable()),
      Line: [{ Amount: 20, DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail: { ItemRef: to(item), Qty: 2, UnitPrice: 10 } }],
    }, { POStatus: 'Closed' }],
  ];
  for (const [entity, body, change, plural] of transactions) {
    await t.test(entity, async () => {
      const changed = await lives(entity, body, change, plural);
      const gone = await call(quickbooks, `delete${entity}`, changed);
      assert.deepEqual(gone[entity], { status: 'Deleted', domain: 'QBO', Id: changed.Id });
      const refused = await refusal(call(quickbooks, `get${entity}`, changed.Id));
      assert.deepEqual([refused.status, refused.code], [400, '610']);
    });
  }
});

test('the objects that exist once are read and updated', async () => {
  const info = await call(quickbooks, 'getCompanyInfo', quickbooks.realmId);
  assert.equal(info.Id, '1');
  const renamed = await call(quickbooks, 'updateCompanyInfo', { Id: '1', SyncToken: info.SyncToken, LegalName: 'Legally so' });
  assert.equal(renamed.LegalName, 'Legally so');
  assert.equal(renamed.CompanyName, info.CompanyName);
  assert.equal(rows(await call(quickbooks, 'findCompanyInfos', {})).length, 1);

  const preferences = await call(quickbooks, 'getPreferences');
  const changed = await call(quickbooks, 'updatePreferences', {
    Id: '1', SyncToken: preferences.SyncToken, SalesFormsPrefs: { AllowShipping: true },
  });
  assert.equal(changed.SalesFormsPrefs.AllowShipping, true);
  assert.equal(changed.SalesFormsPrefs.AllowDiscount, preferences.SalesFormsPrefs.AllowDiscount);
});

test('tax codes come from the tax service and are only read otherwise', async () => {
  const agency = await call(quickbooks, 'createTaxAgency', { DisplayName: 'Board of taxes' });
  const made = await call(quickbooks, 'createTaxService', {
    TaxCode: 'Library tax', TaxRateDetails: [{ TaxRateName: 'library', RateValue: '8', TaxAgencyId: agency.Id, TaxApplicableOn: 'Sales' }],
  });
  const code = await call(quickbooks, 'getTaxCode', made.TaxCodeId);
  assert.equal(code.Name, 'Library tax');
  const rate = await call(quickbooks, 'getTaxRate', made.TaxRateDetails[0].TaxRateId);
  assert.equal(rate.RateValue, 8);
  assert.ok(rows(await call(quickbooks, 'findTaxCodes', {})).some((each) => each.Id === 'TAX'));
  assert.ok(rows(await call(quickbooks, 'findTaxRates', {})).some((each) => each.Id === rate.Id));
});

test('exchange rates are read for a day, set and found', async () => {
  const day = { sourcecurrencycode: 'EUR', asofdate: '2026-11-20' };
  assert.equal((await call(quickbooks, 'getExchangeRate', day)).ExchangeRate.TargetCurrencyCode, 'USD');
  const wanted = { SourceCurrencyCode: 'EUR', Rate: 2.5, AsOfDate: '2026-11-20' };
  assert.equal((await refusal(call(quickbooks, 'updateExchangeRate', { ...wanted }))).code, '2500');

  const several = await companyOfSeveralCurrencies();
  const usual = (await call(several, 'getExchangeRate', day)).ExchangeRate;
  assert.equal(usual.AsOfDate, '2026-11-20');
  const set = await call(several, 'updateExchangeRate', { ...wanted });
  assert.deepEqual([set.ExchangeRate.Rate, set.ExchangeRate.Id], [2.5, undefined]);
  assert.equal((await call(several, 'getExchangeRate', day)).ExchangeRate.Rate, 2.5);
  const before = (await call(several, 'getExchangeRate', { ...day, asofdate: '2026-11-19' })).ExchangeRate;
  assert.equal(before.Rate, usual.Rate);
  assert.equal(rows(await call(several, 'findExchangeRates', { SourceCurrencyCode: ['EUR', 'XYZ'] })).length, 1);
});

/** A client of the first company that uses several currencies, the euro among them. */
async function companyOfSeveralCurrencies() {
  for (const realm of await offeredCompanies(consentAddress())) {
    const company = await connected(server, realm);
    const codes = rows(await call(company, 'findCompanyCurrencies', { Code: 'EUR' }));
    if (codes.length > 0) {
      assert.equal((await call(company, 'getCompanyCurrency', codes[0].Id)).Name, 'Euro');
      return company;
    }
  }
  throw new Error('no company deals in euros');
}

function consentAddress() {
  return `${server.address}/connect/oauth2?${new URLSearchParams({
    client_id: server.client.id, response_type: 'code', scope: accountingScope, redirect_uri: redirectUri,
  })}`;
}

test('a query takes conditions, order, pages, counts and fetches all', async () => {
  const three = [];
  for (const name of ["O'Brien & Sons #1", 'Query 100% + more', 'Query Ω']) {
    three.push(await call(quickbooks, 'createCustomer', { DisplayName: name }));
  }
  for (const made of three) {
    const found = rows(await call(quickbooks, 'findCustomers', { DisplayName: made.DisplayName }));
    assert.deepEqual(found.map((each) => each.Id), [made.Id]);
  }
  const liked = await call(quickbooks, 'findCustomers', [
    { field: 'DisplayName', value: 'Query%', operator: 'LIKE' }, { field: 'asc', value: 'DisplayName' }]);
  assert.deepEqual(rows(liked).map((each) => each.DisplayName), ['Query 100% + more', 'Query Ω']);
  const several = rows(await call(quickbooks, 'findCustomers', { Id: three.map((each) => each.Id) }));
  assert.equal(several.length, 3);
  const counted = (await call(quickbooks, 'findCustomers', { count: true })).QueryResponse.totalCount;
  const all = rows(await call(quickbooks, 'findCustomers', { fetchAll: true, limit: 10 }));
  assert.equal(new Set(all.map((each) => each.Id)).size, counted);
  const page = await call(quickbooks, 'findInvoices', { limit: 3, offset: 2, desc: 'MetaData.LastUpdatedTime' });
  assert.equal(page.QueryResponse.startPosition, 2);
  assert.equal(page.QueryResponse.maxResults, 3);
  const refused = await refusal(call(quickbooks, 'findInvoices', { limit: 1001 }));
  assert.equal(refused.code, '4001');
});

test('changes since a moment come with deletions', async () => {
  const since = new Date('2026-11-22T08:00:00Z');
  const invoice = await call(quickbooks, 'createInvoice', form(saleLine(4)));
  const doomed = await call(quickbooks, 'createInvoice', form(saleLine(4)));
  await call(quickbooks, 'deleteInvoice', doomed.Id);
  const groups = (await call(quickbooks, 'changeDataCapture', ['Invoice', 'Customer', 'Term'], since)).CDCResponse[0].QueryResponse;
  const invoices = groups[0].Invoice;
  assert.ok(invoices.some((each) => each.Id === invoice.Id && each.TotalAmt === 4));
  assert.deepEqual(invoices.filter((each) => each.status === 'Deleted').at(-1).Id, doomed.Id);
  assert.ok(groups[1].Customer.some((each) => each.Id === customer.Id));
  const refused = await refusal(call(quickbooks, 'changeDataCapture', 'Invoice', '2026-10-01T00:00:00Z'));
  assert.match(refused.Detail, /older than fixed days/);
});

test('a batch answers each item on its own', async () => {
  const answer = await call(quickbooks, 'batch', [
    { bId: '1', operation: 'create', Customer: { DisplayName: 'Batched' } },
    { bId: '2', operation: 'create', Customer: { DisplayName: customer.DisplayName } },
    { bId: '3', Query: 'select count(*) from Customer' },
    { bId: '4', operation: 'delete', Invoice: { Id: '999999', SyncToken: '0' } },
  ]);
  const items = Object.fromEntries(answer.BatchItemResponse.map((each) => [each.bId, each]));
  assert.equal(items[1].Customer.DisplayName, 'Batched');
  assert.equal(items[2].Fault.Error[0].code, '6240');
  assert.ok(items[3].QueryResponse.totalCount > 0);
  assert.equal(items[4].Fault.Error[0].code, '610');
  const many = Array.from({ length: 31 }, (_, index) => ({ bId: `${index}`, Query: 'select * from Term' }));
  assert.equal((await refusal(call(quickbooks, 'batch', many))).code, '1040');
});

test('forms are printed and sent', async () => {
  const sent = [['Invoice', 'getInvoicePdf', 'sendInvoicePdf'], ['Estimate', 'getEstimatePdf', 'sendEstimatePdf'],
    ['SalesReceipt', 'getSalesReceiptPdf', 'sendSalesReceiptPdf'], ['CreditMemo', 'getCreditMemoPdf', 'sendCreditMemoPdf']];
  for (const [entity, print, send] of sent) {
    const made = await call(quickbooks, `create${entity}`, form(saleLine(6)));
    const pdf = await call(quickbooks, print, made.Id);
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-', entity);
    const mailed = await call(quickbooks, send, made.Id, 'amy@mail.example');
    assert.equal(mailed.EmailStatus, 'EmailSent');
    assert.equal(mailed.BillEmail.Address, 'amy@mail.example');
    assert.equal(mailed.SyncToken, made.SyncToken);
  }
});

test('purchase orders are sent, and what the library has no call to print is printed', async () => {
  const vendor = await call(quickbooks, 'createVendor', { DisplayName: 'Asked by mail' });
  const order = await call(quickbooks, 'createPurchaseOrder', {
    VendorRef: to(vendor), POEmail: { Address: 'v@mail.example' },
    Line: [{ Amount: 5, DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail: { ItemRef: to(item) } }],
  });
  const refund = await call(quickbooks, 'createRefundReceipt', { ...form(saleLine(3)), DepositToAccountRef: to(await bank()) });
  const payment = await call(quickbooks, 'createPayment', { CustomerRef: to(customer), TotalAmt: 4 });
  for (const [resource, record] of [['purchaseorder', order], ['refundreceipt', refund], ['payment', payment]]) {
    const answer = await fetch(`${quickbooks.endpoint}${quickbooks.realmId}/${resource}/${record.Id}/pdf`, {
      headers: { Authorization: `Bearer ${quickbooks.token}`, Accept: 'application/pdf' },
    });
    assert.equal(answer.headers.get('content-type'), 'application/pdf', resource);
    assert.equal((await answer.text()).slice(0, 5), '%PDF-', resource);
  }
  const own = await call(quickbooks, 'sendPurchaseOrder', order.Id);
  assert.deepEqual([own.EmailStatus, own.POEmail.Address, own.SyncToken], ['EmailSent', 'v@mail.example', '0']);
  const other = await call(quickbooks, 'sendPurchaseOrder', order.Id, 'w@mail.example');
  assert.equal(other.POEmail.Address, 'w@mail.example');
});

test('an invoice is paid, and invoice and payment are voided', async () => {
  const invoice = await call(quickbooks, 'createInvoice', form(saleLine(80)));
  const payment = await call(quickbooks, 'createPayment', {
    CustomerRef: to(customer), TotalAmt: 80, Line: [{ Amount: 80, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }],
  });
  const paid = await call(quickbooks, 'getInvoice', invoice.Id);
  assert.equal(paid.Balance, 0);
  const nothing = await call(quickbooks, 'voidPayment', { Id: payment.Id, SyncToken: payment.SyncToken });
  assert.deepEqual([nothing.TotalAmt, nothing.PrivateNote], [0, 'Voided']);
  const voided = (await call(quickbooks, 'voidInvoice', invoice.Id)).Invoice;
  assert.deepEqual([voided.TotalAmt, voided.Balance, voided.PrivateNote], [0, 0, 'Voided']);
});

test('notes and files hang on documents', async () => {
  const invoice = await call(quickbooks, 'createInvoice', form(saleLine(2)));
  const note = await call(quickbooks, 'createAttachable', {
    Note: 'ring first', AttachableRef: [{ EntityRef: { type: 'Invoice', value: invoice.Id } }],
  });
  assert.equal((await call(quickbooks, 'getAttachable', note.Id)).Note, 'ring first');
  const stream = Readable.from([Buffer.from('a,b\n1,2\n')]);
  const file = await call(quickbooks, 'upload', 'table.csv', 'text/csv', stream, 'Invoice', invoice.Id);
  assert.deepEqual([file.FileName, file.ContentType, file.Size], ['table.csv', 'text/csv', 8]);
  const found = rows(await call(quickbooks, 'findAttachables', [
    { field: 'AttachableRef.EntityRef.Type', value: 'invoice' }, { field: 'AttachableRef.EntityRef.value', value: invoice.Id }]));
  assert.deepEqual(found.map((each) => each.Id).sort(), [note.Id, file.Id].sort());
  const headers = { Authorization: `Bearer ${quickbooks.token}` };
  const address = await (await fetch(`${quickbooks.endpoint}${quickbooks.realmId}/download/${file.Id}`, { headers })).text();
  assert.equal(await (await fetch(address)).text(), 'a,b\n1,2\n');
  await call(quickbooks, 'deleteAttachable', note.Id);
  assert.equal((await refusal(call(quickbooks, 'getAttachable', note.Id))).code, '610');
});

test('a request id makes a write happen once', async () => {
  const once = { DisplayName: 'Once only', requestId: 'library-1' };
  const first = await call(quickbooks, 'createCustomer', { ...once });
  const again = await call(quickbooks, 'createCustomer', { ...once });
  assert.equal(again.Id, first.Id);
});

test('a duplicate number is let through by the library\'s own option', async () => {
  await call(quickbooks, 'createInvoice', { ...form(saleLine(1)), DocNumber: 'L-1' });
  const made = await call(quickbooks, 'createInvoice', { ...form(saleLine(1)), DocNumber: 'L-1', allowDuplicateDocNum: true });
  assert.equal(made.DocNumber, 'L-1');
});

test('tokens are refreshed and revoked by the library', async () => {
  const client = await connected(server);
  const before = client.token;
  const tokens = await call(client, 'refreshAccessToken');
  assert.equal(tokens.expires_in, 3600);
  assert.notEqual(client.token, before);
  assert.match((await call(client, 'getUserInfo')).email, /@/);
  const realm = client.realmId;
  await new Promise((resolve, reject) => client.revokeAccess(true, (problem) => (problem ? reject(problem) : resolve())));
  const headers = { Authorization: `Bearer ${tokens.access_token}` };
  assert.equal((await fetch(`${server.address}/v3/company/${realm}/preferences`, { headers })).status, 401);
});

test('a token of one company opens no other', async () => {
  const stranger = await connected(server);
  stranger.realmId = '123';
  const refused = await refusal(call(stranger, 'getPreferences'));
  assert.deepEqual([refused.status, refused.code], [403, '3100']);
});

test('every company of the sandbox is met in its own country, currency and tax', async (t) => {
  const realms = await offeredCompanies(consentAddress());
  assert.ok(realms.length >= 2 && new Set(realms).size === realms.length);
  for (const realm of realms) {
    const company = await connected(server, realm);
    const info = await call(company, 'getCompanyInfo', realm);
    await t.test(`${info.CompanyName} (${info.Country})`, () => sellsAndBuys(company, info));
  }
});

/** Sells to a customer by the company's own rules, in each of its currencies, and buys something. */
async function sellsAndBuys(company, info) {
  const { CurrencyPrefs: currencies } = await call(company, 'getPreferences');
  const home = currencies.HomeCurrency.value;
  const foreign = rows(await call(company, 'findCompanyCurrencies', {})).map((each) => each.Code);
  assert.equal(foreign.length > 0, currencies.MultiCurrencyEnabled);
  const abroad = info.Country !== 'US';
  const code = abroad ? rows(await call(company, 'findTaxCodes', { limit: 1 }))[0] : null;
  const thing = await call(company, 'createItem', { Name: 'Met by the library', Type: 'NonInventory' });
  for (const currency of [home, ...foreign]) {
    const who = await call(company, 'createCustomer', {
      DisplayName: `Pays in ${currency}`, ...(currencies.MultiCurrencyEnabled ? { CurrencyRef: { value: currency } } : {}),
    });
    const body = {
      CustomerRef: to(who), ...(currencies.MultiCurrencyEnabled ? { CurrencyRef: { value: currency } } : {}),
      Line: [{
        DetailType: 'SalesItemLineDetail', Amount: 100,
        SalesItemLineDetail: { ItemRef: to(thing), ...(abroad ? { TaxCodeRef: to(code) } : {}) },
      }],
    };
    const invoice = await call(company, 'createInvoice', body);
    assert.equal(invoice.CurrencyRef.value, currency);
    assert.equal(invoice.TotalAmt, 100 + invoice.TxnTaxDetail.TotalTax);
    if (currencies.MultiCurrencyEnabled) {
      const { Rate: rate } = (await call(company, 'getExchangeRate', { sourcecurrencycode: currency })).ExchangeRate;
      assert.equal(invoice.ExchangeRate, rate);
      assert.ok(Math.abs(invoice.HomeTotalAmt - invoice.TotalAmt * rate) < 0.006);
    }
    if (abroad) {
      const bare = { ...body, Line: [{ ...body.Line[0], SalesItemLineDetail: { ItemRef: to(thing) } }] };
      assert.equal((await refusal(call(company, 'createInvoice', bare))).code, '6000');
    }
  }
  const accounts = rows(await call(company, 'findAccounts', {}));
  const purchase = await call(company, 'createPurchase', {
    PaymentType: 'Cash', AccountRef: to(accounts.find((each) => each.AccountType === 'Bank')),
    Line: [{
      Amount: 50, DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: {
        AccountRef: to(accounts.find((each) => each.AccountType === 'Expense')), ...(abroad ? { TaxCodeRef: to(code) } : {}),
      },
    }],
  });
  assert.equal(purchase.TotalAmt, 50 + (purchase.TxnTaxDetail?.TotalTax ?? 0));
  const agencies = rows(await call(company, 'findTaxAgencies', {}));
  const rates = rows(await call(company, 'findTaxRates', {}));
  assert.ok(rates.every((rate) => agencies.some((agency) => agency.Id === rate.AgencyRef.value)));
}

test('webhooks reach a subscribed address, signed', async () => {
  let received;
  const delivery = new Promise((resolve) => { received = resolve; });
  const app = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      received({ headers: request.headers, body: Buffer.concat(chunks) });
      response.end();
    });
  });
  await new Promise((resolve) => { app.listen(0, '127.0.0.1', resolve); });
  try {
    const target = `http://127.0.0.1:${app.address().port}/hook`;
    const verifier = 'verifier of the tests';
    await server.control('/sandbox/webhooks/quickbooks', { body: { target, verifier_token: verifier } });
    const made = await call(quickbooks, 'createCustomer', { DisplayName: 'Told of' });
    const { headers, body } = await delivery;
    assert.equal(headers['intuit-signature'], createHmac('sha256', verifier).update(body).digest('base64'));
    const [event] = JSON.parse(body.toString());
    assert.deepEqual([event.type, event.intuitentityid, event.intuitaccountid],
      ['qbo.customer.created.v1', made.Id, quickbooks.realmId]);
    await assert.rejects(server.control('/sandbox/webhooks/quickbooks', {
      body: { target: 'http://example.com/', verifier_token: verifier },
    }), /this machine/);
  } finally {
    await server.control('/sandbox/webhooks/quickbooks', { method: 'DELETE' });
    app.close();
  }
});

test('a person merges customers and disconnects the app inside QuickBooks', async () => {
  const [winner, loser] = await Promise.all(['Kept', 'Merged away'].map(
    (name) => call(quickbooks, 'createCustomer', { DisplayName: name })));
  const bill = await call(quickbooks, 'createInvoice', { ...form(saleLine(7)), CustomerRef: to(loser) });
  await server.control('/sandbox/merge/quickbooks', { body: { winner: winner.Id, loser: loser.Id } });
  assert.equal((await call(quickbooks, 'getInvoice', bill.Id)).CustomerRef.value, winner.Id);
  assert.equal((await call(quickbooks, 'getCustomer', loser.Id)).Active, false);

  const realms = await offeredCompanies(consentAddress());
  const other = await connected(server, realms[1]);
  await server.control('/sandbox/disconnect/quickbooks', { body: { company: realms[1] } });
  const refused = await refusal(call(other, 'getPreferences'));
  assert.deepEqual([refused.status, refused.code], [401, '3200']);
  assert.ok(await call(quickbooks, 'getPreferences'));
});
