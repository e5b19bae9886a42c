#include "sync/observe_hubspot.h"

#include <algorithm>
#include <array>
#include <format>

#include "sync/contact_mapping.h"
#include "sync/field_json.h"
#include "sync/fields/mapping_store.h"
#include "sync/hubspot_changes.h"
#include "sync/hubspot_merges.h"
#include "sync/invoice_mapping.h"
#include "sync/product_mapping.h"
#include "sync/property_names.h"
#include "sync/write.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using hubspot::ObjectType;

constexpr std::string_view cursor_done = "done";

struct Listing {
    ObjectType type;
    std::vector<std::string> properties;
    const char* key_property;
};

constexpr std::array listed_types = {ObjectType::contact, ObjectType::product, ObjectType::invoice,
                                     ObjectType::line_item};

std::string value_of(const Fields& fields, const std::string& property)
{
    const auto found = fields.find(property);
    return found == fields.end() ? std::string() : found->second;
}

Result<void> file_contact(RunContext& context, const HubSpotId& id, const Fields& fields, Timestamp at)
{
    store::ContactRow row;
    row.connection = context.accounts.hubspot;
    row.id = id;
    row.email = value_of(fields, "email");
    row.first_name = value_of(fields, "firstname");
    row.last_name = value_of(fields, "lastname");
    row.company = value_of(fields, "company");
    row.phone = value_of(fields, "phone");
    row.modified_at = at;
    return context.ledger.contacts.put(row);
}

Result<void> file_product(RunContext& context, const HubSpotId& id, const Fields& fields, Timestamp at)
{
    store::ProductRow row;
    row.connection = context.accounts.hubspot;
    row.id = id;
    row.name = value_of(fields, "name");
    row.sku = value_of(fields, "hs_sku");
    if (const Result<Decimal> price = Decimal::parse(value_of(fields, "price"))) row.price = *price;
    row.modified_at = at;
    return context.ledger.products.put(row);
}

Result<void> mark_link_changed(RunContext& context, ObjectType type, const HubSpotId& id)
{
    const auto link = TRY(context.ledger.links.by_hubspot(stored_type(type), context.accounts.hubspot, id));
    if (!link) return {};
    return context.ledger.links.mark_changed(link->row_id, context.clock.now());
}

// A record that carries a QuickBooks key of this company was written by an earlier installation:
// it is linked again instead of being made a second time.
Result<void> adopt_by_key(RunContext& context, store::ObjectType object, const std::string& key,
                          const HubSpotId& id, const Fields& fields)
{
    const std::string prefix = context.accounts.quickbooks_account + ":";
    if (!key.starts_with(prefix)) return {};
    const store::RecordKey record = context.record_key(object, QuickBooksId(key.substr(prefix.size())));
    const ConnectionId& connection = context.accounts.hubspot;
    if (TRY(context.ledger.links.by_quickbooks(record, connection))) return {};
    if (TRY(context.ledger.links.by_hubspot(object, connection, id))) return {};
    store::LinkRow link;
    link.quickbooks = record;
    link.hubspot_connection = connection;
    link.hubspot_id = id;
    link.base = json_of(fields);
    link.linked_how = store::LinkedHow::key;
    link.linked_at = context.clock.now();
    link.base_at = context.clock.now();
    const std::int64_t row_id = TRY(context.ledger.links.add(link));
    return context.ledger.links.mark_changed(row_id, context.clock.now());
}

Result<void> file_page(RunContext& context, const Listing& listing, const hubspot::ObjectPage& page)
{
    store::Transaction transaction = TRY(store::Transaction::begin(context.ledger.database));
    for (const hubspot::ObjectRecord& record : page.records) {
        TRY(observe_hubspot_record(context, listing.type, record));
        const std::string key = value_of(record.properties, listing.key_property);
        if (key.empty()) continue;
        TRY(adopt_by_key(context, stored_type(listing.type), key, record.id, record.properties));
    }
    TRY(context.ledger.cursors.set(context.accounts.hubspot, listing_cursor(listing.type),
                                   page.next_after.value_or(std::string(cursor_done)), context.clock.now()));
    return transaction.commit();
}

Task<> list_all(RunContext& context, Listing listing)
{
    const std::string cursor = listing_cursor(listing.type);
    std::string after = (co_await context.ledger.cursors.get(context.accounts.hubspot, cursor)).value_or("");
    std::int64_t seen = 0;
    while (after != cursor_done) {
        co_await context.control.checkpoint();
        context.progress.phase = "Reading " + std::string(hubspot::label(listing.type)) + "s from HubSpot";
        const hubspot::ObjectPage page = co_await context.hubspot.list_objects(
            {.type = listing.type, .after = after, .properties = listing.properties, .associations = {}});
        seen += static_cast<std::int64_t>(page.records.size());
        co_await file_page(context, listing, page);
        after = page.next_after.value_or(std::string(cursor_done));
        co_await context.loop.pause_if_due();
    }
    if (seen > 0) {
        context.coverage.push_back(
            std::format("HubSpot {}s: all {} listed", hubspot::label(listing.type), seen));
    }
}

// An earlier installation made its property for lines before it wrote any. It may have got no further: lines are made
// before their invoices.
Task<bool> may_hold_our_lines(RunContext& context)
{
    const std::vector<hubspot::PropertyDefinition> definitions =
        co_await context.hubspot.property_definitions(ObjectType::line_item);
    co_return std::ranges::contains(definitions, property::line_key, &hubspot::PropertyDefinition::name);
}

Task<> observe_lines(RunContext& context)
{
    const std::string cursor = listing_cursor(ObjectType::line_item);
    const auto position = co_await context.ledger.cursors.get(context.accounts.hubspot, cursor);
    if (position == cursor_done) co_return;
    if (position || co_await may_hold_our_lines(context)) {
        co_await list_all(context, {ObjectType::line_item, line_item_properties(), property::line_key});
        co_return;
    }
    co_await context.ledger.cursors.set(context.accounts.hubspot, cursor, cursor_done, context.clock.now());
}

}  // namespace

Task<> observe_hubspot(RunContext& context)
{
    co_await begin_reading_changes(context);
    co_await list_all(
        context, {ObjectType::contact, properties_read(context, ObjectType::contact), property::customer_id});
    co_await list_all(
        context, {ObjectType::product, properties_read(context, ObjectType::product), property::item_id});
    co_await list_all(context,
                      {ObjectType::invoice,
                       properties_to_read(invoice_properties(), context.mappings_of(Object::invoices)),
                       property::invoice_id});
    co_await observe_lines(context);
    co_await read_hubspot_changes(context);
}

std::vector<std::string> properties_read(const RunContext& context, ObjectType type)
{
    if (type == ObjectType::product)
        return properties_to_read(product_properties(), context.mappings_of(Object::products));
    std::vector<std::string> names =
        properties_to_read(contact_properties(), context.mappings_of(Object::contacts));
    names.emplace_back(merged_ids_property);
    return names;
}

Result<void> list_hubspot_again(Ledger& ledger, const ConnectionId& hubspot)
{
    for (const ObjectType type : listed_types) TRY(ledger.cursors.remove(hubspot, listing_cursor(type)));
    return {};
}

Result<void> file_hubspot_record(RunContext& context, ObjectType type, const HubSpotId& id,
                                 const Fields& fields, Timestamp modified_at)
{
    if (type == ObjectType::contact) TRY(file_contact(context, id, fields, modified_at));
    if (type == ObjectType::product) TRY(file_product(context, id, fields, modified_at));
    TRY(context.ledger.mirror.put({.connection = context.accounts.hubspot,
                                   .entity = std::string(hubspot::api_name(type)),
                                   .record_id = id.value,
                                   .version = std::to_string(modified_at.ms),
                                   .modified_at = modified_at,
                                   .state = store::MirrorState::active,
                                   .payload = json_of(fields),
                                   .seen_at = context.clock.now()}));
    return {};
}

Result<void> observe_hubspot_record(RunContext& context, ObjectType type, const hubspot::ObjectRecord& record)
{
    const auto known =
        TRY(context.ledger.mirror.find(context.accounts.hubspot, hubspot::api_name(type), record.id.value));
    // The search index lags behind: it may give what was true before a write of ours.
    if (known && known->modified_at && *known->modified_at > record.updated_at) return {};
    const bool is_same = known && known->state == store::MirrorState::active &&
                         TRY(fields_from_json(known->payload)) == record.properties;
    TRY(file_hubspot_record(context, type, record.id, record.properties, record.updated_at));
    TRY(follow_merges(context, type, record));
    if (is_same || !known) return {};
    return mark_link_changed(context, type, record.id);
}

Result<void> observe_archived(RunContext& context, ObjectType type, const HubSpotId& id)
{
    const ConnectionId& connection = context.accounts.hubspot;
    const auto known = TRY(context.ledger.mirror.find(connection, hubspot::api_name(type), id.value));
    if (!known || known->state == store::MirrorState::deleted) return {};
    TRY(context.ledger.mirror.set_state(connection, hubspot::api_name(type), id.value,
                                        store::MirrorState::deleted, context.clock.now()));
    if (type == ObjectType::contact) TRY(context.ledger.contacts.set_archived(connection, id, true));
    if (type == ObjectType::product) TRY(context.ledger.products.set_archived(connection, id, true));
    return mark_link_changed(context, type, id);
}

Result<Timestamp> known_version(RunContext& context, ObjectType type, const HubSpotId& id)
{
    const auto row =
        TRY(context.ledger.mirror.find(context.accounts.hubspot, hubspot::api_name(type), id.value));
    return row ? row->modified_at.value_or(Timestamp()) : Timestamp();
}

Result<std::optional<Fields>> known_fields(RunContext& context, ObjectType type, const HubSpotId& id)
{
    const auto row =
        TRY(context.ledger.mirror.find(context.accounts.hubspot, hubspot::api_name(type), id.value));
    if (!row) return std::nullopt;
    return TRY(fields_from_json(row->payload));
}

}  // namespace app::sync
