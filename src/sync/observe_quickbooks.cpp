#include "sync/observe_quickbooks.h"

#include "clients/quickbooks/decode.h"
#include "sync/projection.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
using quickbooks::Entity;
using quickbooks::Record;

// The SyncToken does not move when an invoice is sent or a balance changes (QBO: SyncToken), so the
// moment of the last change is part of the version.
std::string version_of(const Record& record)
{
    return record.sync_token + "@" + std::to_string(record.updated_at.ms);
}

std::optional<store::ObjectType> object_of(Entity entity)
{
    switch (entity) {
    case Entity::customer: return store::ObjectType::contacts;
    case Entity::item: return store::ObjectType::products;
    case Entity::invoice: return store::ObjectType::invoices;
    case Entity::payment:
    case Entity::credit_memo: return std::nullopt;
    }
    return std::nullopt;
}

Result<store::MirrorState> put_customer(RunContext& context, const Record& record, const RowOrigin& origin)
{
    const quickbooks::Customer customer = TRY(quickbooks::decode_customer(record.json));
    TRY(context.ledger.customers.put(TRY(customer_row(customer, origin))));
    return customer.active ? store::MirrorState::active : store::MirrorState::inactive;
}

Result<store::MirrorState> put_item(RunContext& context, const Record& record, const RowOrigin& origin)
{
    const quickbooks::Item item = TRY(quickbooks::decode_item(record.json));
    TRY(context.ledger.items.put(TRY(item_row(item, origin))));
    return item.active ? store::MirrorState::active : store::MirrorState::inactive;
}

Result<store::MirrorState> put_invoice(RunContext& context, const Record& record, const RowOrigin& origin)
{
    const quickbooks::Invoice invoice = TRY(quickbooks::decode_invoice(record.json));
    const InvoiceRows rows = TRY(invoice_rows(invoice, origin));
    TRY(context.ledger.invoices.put(rows.invoice, rows.lines));
    return store::MirrorState::active;
}

Result<store::MirrorState> put_payment(RunContext& context, const Record& record, const RowOrigin& origin)
{
    const quickbooks::Payment payment = TRY(quickbooks::decode_payment(record.json));
    const PaymentRows rows = TRY(payment_rows(payment, origin));
    TRY(context.ledger.payments.put(rows.payment, rows.allocations));
    return store::MirrorState::active;
}

Result<store::MirrorState> put_row(RunContext& context, const Record& record)
{
    const RowOrigin origin{.connection = context.accounts.quickbooks,
                           .modified_at = record.updated_at,
                           .home_currency = context.accounts.home_currency};
    switch (record.entity) {
    case Entity::customer: return put_customer(context, record, origin);
    case Entity::item: return put_item(context, record, origin);
    case Entity::invoice: return put_invoice(context, record, origin);
    case Entity::payment: return put_payment(context, record, origin);
    case Entity::credit_memo: return store::MirrorState::active;
    }
    return store::MirrorState::active;
}

Result<void> mark_link_changed(RunContext& context, Entity entity, const QuickBooksId& id)
{
    const std::optional<store::ObjectType> object = object_of(entity);
    if (!object) return {};
    const auto link =
        TRY(context.ledger.links.by_quickbooks(context.record_key(*object, id), context.accounts.hubspot));
    if (!link) return {};
    return context.ledger.links.mark_changed(link->row_id, context.clock.now());
}

// So that the stub, which the overlap of change sets brings again and again, is confirmed by a read once.
Result<void> remember_stub(RunContext& context, const Record& stub)
{
    TRY(context.ledger.mirror.put({.connection = context.accounts.quickbooks,
                                   .entity = std::string(quickbooks::api_name(stub.entity)),
                                   .record_id = stub.id.value,
                                   .version = version_of(stub),
                                   .modified_at = stub.updated_at,
                                   .state = store::MirrorState::deleted,
                                   .payload = stub.raw,
                                   .seen_at = context.clock.now()}));
    return {};
}

}  // namespace

Result<store::PutOutcome> observe_record(RunContext& context, const Record& record)
{
    store::MirrorRow row{.connection = context.accounts.quickbooks,
                         .entity = std::string(quickbooks::api_name(record.entity)),
                         .record_id = record.id.value,
                         .version = version_of(record),
                         .modified_at = record.updated_at,
                         .state = TRY(put_row(context, record)),
                         .payload = record.raw,
                         .seen_at = context.clock.now()};
    const store::PutOutcome outcome = TRY(context.ledger.mirror.put(row));
    if (outcome == store::PutOutcome::changed) {
        TRY(mark_link_changed(context, record.entity, record.id));
    }
    return outcome;
}

Result<void> observe_deletion(RunContext& context, const Record& stub)
{
    const ConnectionId& connection = context.accounts.quickbooks;
    const bool was_known =
        TRY(context.ledger.mirror.set_state(connection, quickbooks::api_name(stub.entity), stub.id.value,
                                            store::MirrorState::deleted, context.clock.now()));
    if (!was_known) return remember_stub(context, stub);
    if (stub.entity == Entity::invoice) {
        TRY(context.ledger.invoices.mark_deleted(connection, stub.id));
    }
    if (stub.entity == Entity::payment) {
        for (const store::PaymentKind kind : {store::PaymentKind::payment, store::PaymentKind::credit}) {
            TRY(context.ledger.payments.mark_deleted(connection, kind, stub.id));
        }
    }
    return mark_link_changed(context, stub.entity, stub.id);
}

}  // namespace app::sync
