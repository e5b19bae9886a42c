#include "sync/observation.h"

#include "base/json.h"
#include "clients/quickbooks/decode.h"
#include "clients/quickbooks/stage.h"
#include "sync/contact_mapping.h"
#include "sync/customer_mapping.h"
#include "sync/field_json.h"
#include "sync/fields/mapped_values.h"
#include "sync/fields/transform.h"
#include "sync/item_mapping.h"
#include "sync/observe_hubspot.h"
#include "sync/planner.h"
#include "sync/product_mapping.h"
#include "sync/property_names.h"
#include "sync/write.h"

namespace app::sync {
namespace {

namespace quickbooks = clients::quickbooks;
namespace hubspot = clients::hubspot;
using quickbooks::Entity;

Result<std::optional<store::MirrorRow>> mirrored(RunContext& context, Entity entity, const QuickBooksId& id)
{
    return context.ledger.mirror.find(context.accounts.quickbooks, quickbooks::api_name(entity), id.value);
}

Result<std::optional<Agreement>> agreement_for(RunContext& context, Object object, const QuickBooksId& id)
{
    const auto link = TRY(context.ledger.links.by_quickbooks(context.record_key(object_type(object), id),
                                                             context.accounts.hubspot));
    if (!link) return std::nullopt;
    return Agreement{.link_row_id = link->row_id,
                     .hubspot_id = link->hubspot_id.value,
                     .base = TRY(fields_from_json(link->base)),
                     .hubspot_base = TRY(fields_from_json(link->hubspot_base)),
                     .broken = link->state == store::LinkState::broken};
}

std::string excluded_as_deleted(const store::MirrorRow& row)
{
    return row.state == store::MirrorState::deleted ? "deleted in QuickBooks" : "";
}

// A candidate counts only when nothing else is linked to it.
Result<bool> is_free(RunContext& context, Object object, const HubSpotId& id)
{
    const auto link = TRY(context.ledger.links.by_hubspot(object_type(object), context.accounts.hubspot, id));
    return !link.has_value();
}

Result<Match> match_with(RunContext& context, hubspot::ObjectType type, const HubSpotId& id, std::string how)
{
    const Fields held = TRY(known_fields(context, type, id)).value_or(Fields());
    // Equal values are written differently by the two services ("10" and "10.00").
    Fields current = compared_values(context.mappings_of(object_of(stored_type(type))), held);
    return Match{.hubspot_id = id.value, .how = std::move(how), .current = std::move(current)};
}

Result<std::optional<Match>> match_contact(RunContext& context, const std::string& email)
{
    if (email.empty()) return std::nullopt;
    const auto candidates = TRY(context.ledger.contacts.by_email(context.accounts.hubspot, email));
    if (candidates.size() != 1) return std::nullopt;
    if (!TRY(is_free(context, Object::contacts, candidates.front().id))) return std::nullopt;
    return TRY(match_with(context, hubspot::ObjectType::contact, candidates.front().id, "email"));
}

// A customer that was made from a contact says so itself, even when its creation was never answered.
Result<std::optional<Match>> match_by_mark(RunContext& context, const quickbooks::Customer& customer)
{
    const auto origin = marked_origin(customer.notes, context.accounts.hubspot_account);
    if (!origin || !TRY(is_free(context, Object::contacts, *origin))) return std::nullopt;
    const auto contact = TRY(context.ledger.contacts.find(context.accounts.hubspot, *origin));
    if (!contact || contact->archived) return std::nullopt;
    return TRY(match_with(context, hubspot::ObjectType::contact, *origin, "key"));
}

// A choice is about two values; when one of them has changed since, it counts no more.
Result<std::map<std::string, Side>> chosen_sides(RunContext& context, const store::RecordKey& key,
                                                 const Fields& hubspot_now, const Fields& quickbooks_now)
{
    std::map<std::string, Side> chosen;
    for (const auto& conflict : TRY(context.ledger.conflicts.of(key, context.accounts.hubspot))) {
        const bool is_as_then = value_in(hubspot_now, conflict.property) == conflict.hubspot &&
                                value_in(quickbooks_now, conflict.property) == conflict.quickbooks_value;
        if (conflict.choice == store::ConflictChoice::open || !is_as_then) continue;
        chosen[conflict.property] =
            conflict.choice == store::ConflictChoice::hubspot ? Side::hubspot : Side::quickbooks;
    }
    return chosen;
}

void leave_out(TwoWay& facts, const std::string& property)
{
    facts.fields.erase(property);
    facts.quickbooks_bound.erase(property);
    facts.quickbooks_bound_names.erase(property);
}

// Equal numbers are written differently by the two services ("10" and "10.00"); an agreement may still hold either.
void normalize_numbers(Fields& fields, const FieldMappings& mappings)
{
    for (const FieldMapping& mapping : mappings) {
        const bool is_number =
            mapping.transform == Transform::number || mapping.transform == Transform::price;
        const auto found = fields.find(mapping.property);
        if (is_number && found != fields.end()) found->second = compared_value(mapping, found->second);
    }
}

// What a merge needs of the HubSpot side. Nothing when that side is not known.
Result<std::optional<TwoWay>> other_side(RunContext& context, Object object, const Observation& seen,
                                         const store::MirrorRow& quickbooks_row)
{
    const std::string id = seen.agreement ? seen.agreement->hubspot_id : seen.match->hubspot_id;
    const auto row = TRY(context.ledger.mirror.find(
        context.accounts.hubspot, hubspot::api_name(hubspot_type(object_type(object))), id));
    if (!row) return std::nullopt;
    const FieldMappings& mappings = context.mappings_of(object);
    const Json quickbooks_record = TRY(Json::parse(quickbooks_row.payload));
    TwoWay facts{.hubspot = compared_values(mappings, TRY(fields_from_json(row->payload))),
                 .fields = two_way_properties(mappings),
                 .quickbooks_bound = TRY(values_only_for_quickbooks(object, mappings, quickbooks_record)),
                 .quickbooks_bound_names = quickbooks_bound_properties(mappings),
                 .blank_counts = blank_properties(mappings)};
    for (const std::string& property : properties_kept_back(context, object)) leave_out(facts, property);
    if (row->modified_at > quickbooks_row.modified_at) facts.newer = Side::hubspot;
    facts.chosen =
        TRY(chosen_sides(context, context.record_key(object_type(object), QuickBooksId(seen.quickbooks_id)),
                         facts.hubspot, seen.wanted));
    return facts;
}

Timestamp beginning_of(Date day)
{
    return Timestamp{std::int64_t{day.days} * 24 * 60 * 60'000};
}

std::string gone_from_quickbooks(const store::MirrorRow& row)
{
    if (row.state == store::MirrorState::deleted) return "deleted in QuickBooks";
    // Merging two customers leaves the one that was merged away inactive (QBO: Name lists).
    return row.state == store::MirrorState::inactive ? "made inactive or merged in QuickBooks" : "";
}

// Records that are in step stay so, however old they are. What is excluded for another reason keeps that one.
void leave_out_history(Observation& seen, Timestamp counted_at)
{
    if (seen.agreement || !seen.excluded.empty() || !seen.settings.leaves_out(counted_at)) return;
    seen.excluded = std::string(before_history);
    seen.match.reset();
}

// Which of a pair is not there any more.
Result<void> note_gone(RunContext& context, Object object, const store::MirrorRow& row, Observation& seen)
{
    const std::string id = seen.agreement ? seen.agreement->hubspot_id
                           : seen.match   ? seen.match->hubspot_id
                                          : "";
    if (id.empty()) return {};
    const auto counterpart = TRY(context.ledger.mirror.find(
        context.accounts.hubspot, hubspot::api_name(hubspot_type(object_type(object))), id));
    const bool is_archived = counterpart && counterpart->state == store::MirrorState::deleted;
    const std::string why = gone_from_quickbooks(row);
    if (!why.empty()) {
        seen.gone = Gone{.side = Side::quickbooks, .why = why, .on_both_sides = is_archived};
    } else if (is_archived) {
        seen.gone = Gone{.side = Side::hubspot, .why = "archived in HubSpot"};
    }
    return {};
}

Result<std::optional<Observation>> observe_contact(RunContext& context, const QuickBooksId& id)
{
    const auto row = TRY(mirrored(context, Entity::customer, id));
    if (!row) return std::nullopt;
    const Json json = TRY(Json::parse(row->payload));
    const quickbooks::Customer customer = TRY(quickbooks::decode_customer(json));
    const std::string email = contact_email(customer);
    const auto owner =
        TRY(context.ledger.queue.first_customer_with_email(context.accounts.quickbooks, email));
    const bool owns = !owner || *owner == id;
    Observation seen{
        .quickbooks_id = id.value,
        .title = customer.display_name,
        .wanted = TRY(contact_from_customer(json, context.mappings_of(Object::contacts), context.key_of(id),
                                            owns ? EmailUse::own : EmailUse::taken))};
    seen.agreement = TRY(agreement_for(context, Object::contacts, id));
    if (!seen.agreement) seen.excluded = excluded_as_deleted(*row);
    if (!seen.agreement) seen.match = TRY(match_by_mark(context, customer));
    if (!seen.agreement && !seen.match && owns) seen.match = TRY(match_contact(context, email));
    seen.settings = context.settings_of(Object::contacts);
    leave_out_history(seen, row->modified_at.value_or(Timestamp()));
    // QuickBooks takes no change of a customer that was made inactive.
    if (!customer.active) seen.settings.in_quickbooks = WritePolicy::nothing;
    if (seen.settings.writes_quickbooks() && (seen.agreement || seen.match))
        seen.two_way = TRY(other_side(context, Object::contacts, seen, *row));
    TRY(note_gone(context, Object::contacts, *row, seen));
    if (!owns && !email.empty()) seen.note = "another customer with the same address carries the e-mail";
    return seen;
}

Result<std::optional<Match>> match_product(RunContext& context, const quickbooks::Item& item)
{
    const ConnectionId& company = context.accounts.quickbooks;
    const ConnectionId& portal = context.accounts.hubspot;
    const auto by_sku = TRY(context.ledger.products.by_sku(portal, item.sku));
    const bool one_sku =
        !item.sku.empty() && TRY(context.ledger.queue.items_with_sku(company, item.sku)) == 1;
    if (one_sku && by_sku.size() == 1 && TRY(is_free(context, Object::products, by_sku.front().id))) {
        return TRY(match_with(context, hubspot::ObjectType::product, by_sku.front().id, "sku"));
    }
    const auto by_name = TRY(context.ledger.products.by_name(portal, item.name));
    const bool one_name = TRY(context.ledger.queue.items_with_name(company, item.name)) == 1;
    if (!one_name || by_name.size() != 1) return std::nullopt;
    // The same name with another SKU is another product.
    if (!item.sku.empty() && !by_name.front().sku.empty()) return std::nullopt;
    if (!TRY(is_free(context, Object::products, by_name.front().id))) return std::nullopt;
    return TRY(match_with(context, hubspot::ObjectType::product, by_name.front().id, "name"));
}

Result<std::optional<Observation>> observe_product(RunContext& context, const QuickBooksId& id)
{
    const auto row = TRY(mirrored(context, Entity::item, id));
    if (!row) return std::nullopt;
    const Json json = TRY(Json::parse(row->payload));
    const quickbooks::Item item = TRY(quickbooks::decode_item(json));
    Observation seen{
        .quickbooks_id = id.value,
        .title = item.name,
        .wanted = TRY(product_from_item(json, context.mappings_of(Object::products), context.key_of(id))),
        .excluded = product_excluded(item)};
    seen.agreement = TRY(agreement_for(context, Object::products, id));
    if (seen.agreement) {
        normalize_numbers(seen.agreement->base, context.mappings_of(Object::products));
        normalize_numbers(seen.agreement->hubspot_base, context.mappings_of(Object::products));
    }
    if (!seen.agreement && seen.excluded.empty()) seen.excluded = excluded_as_deleted(*row);
    if (!seen.agreement && seen.excluded.empty()) seen.match = TRY(match_product(context, item));
    seen.settings = context.settings_of(Object::products);
    leave_out_history(seen, row->modified_at.value_or(Timestamp()));
    if (!item.active || !is_writable(item)) seen.settings.in_quickbooks = WritePolicy::nothing;
    if (seen.settings.writes_quickbooks() && (seen.agreement || seen.match))
        seen.two_way = TRY(other_side(context, Object::products, seen, *row));
    // A deduction has a price that HubSpot cannot hold: what HubSpot holds instead says nothing about it.
    if (seen.two_way && item.unit_price && item.unit_price->is_negative()) {
        for (const std::string& property : price_properties(context)) leave_out(*seen.two_way, property);
    }
    TRY(note_gone(context, Object::products, *row, seen));
    return seen;
}

Result<std::optional<Observation>> observe_invoice(RunContext& context, const QuickBooksId& id)
{
    const auto row = TRY(mirrored(context, Entity::invoice, id));
    if (!row) return std::nullopt;
    const Json json = TRY(Json::parse(row->payload));
    const quickbooks::Invoice invoice = TRY(quickbooks::decode_invoice(json));
    const WritableInvoiceFields writable = TRY(writable_invoice_fields(context));
    const std::string number = invoice.document_number;
    Observation seen{.quickbooks_id = id.value,
                     .title = number.empty() ? "Invoice without a number" : number,
                     .wanted = invoice_fields(invoice, context.key_of(id), context.today(), writable)};
    seen.wanted.merge(TRY(values_for_hubspot(Object::invoices, context.mappings_of(Object::invoices), json)));
    // HubSpot takes a status only of an invoice with lines.
    const bool has_status = writable.status && !wanted_lines(invoice).empty();
    // Without multicurrency QuickBooks may name no currency: the company's own.
    if (invoice.currency.empty()) seen.wanted["hs_currency"] = context.accounts.home_currency;
    if (has_status) seen.wanted["hs_invoice_status"] = invoice_status(invoice);
    const auto contact = TRY(context.ledger.links.by_quickbooks(
        context.record_key(store::ObjectType::contacts, invoice.customer.id), context.accounts.hubspot));
    if (contact) seen.wanted[contact_association] = contact->hubspot_id.value;
    if (row->state == store::MirrorState::deleted) {
        seen.wanted[property::invoice_stage] = "Deleted";
        if (has_status) seen.wanted["hs_invoice_status"] = "voided";
    }
    seen.agreement = TRY(agreement_for(context, Object::invoices, id));
    if (!seen.agreement) seen.excluded = excluded_as_deleted(*row);
    seen.settings = context.settings_of(Object::invoices);
    const bool by_date = seen.settings.history == History::from_date;
    leave_out_history(seen, by_date ? beginning_of(invoice.transaction_date)
                                    : row->modified_at.value_or(Timestamp()));
    TRY(note_gone(context, Object::invoices, *row, seen));
    if (!seen.gone && seen.agreement && quickbooks::invoice_facts(invoice).voided)
        seen.gone = Gone{.side = Side::quickbooks, .why = "voided in QuickBooks"};
    return seen;
}

}  // namespace

Result<std::optional<Observation>> observe(RunContext& context, Object object, const QuickBooksId& id)
{
    switch (object) {
    case Object::contacts: return observe_contact(context, id);
    case Object::products: return observe_product(context, id);
    case Object::invoices: return observe_invoice(context, id);
    }
    return std::nullopt;
}

}  // namespace app::sync
