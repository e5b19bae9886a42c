#include "sync/observation.h"

#include "base/json.h"
#include "clients/quickbooks/decode.h"
#include "sync/contact_mapping.h"
#include "sync/customer_mapping.h"
#include "sync/field_json.h"
#include "sync/field_text.h"
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

// Equal numbers are written differently by the two services ("10" and "10.00"); the comparison
// takes the shortest form.
void normalize_number(Fields& fields, const std::string& property)
{
    const auto found = fields.find(property);
    if (found == fields.end()) return;
    if (const Result<Decimal> number = Decimal::parse(found->second)) found->second = number->to_text();
}

Result<Match> match_with(RunContext& context, hubspot::ObjectType type, const HubSpotId& id, std::string how)
{
    Fields current = TRY(known_fields(context, type, id)).value_or(Fields());
    normalize_number(current, "price");
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

// What a merge needs of the HubSpot side. Nothing when that side is not known.
Result<std::optional<TwoWay>> other_side(RunContext& context, const Observation& seen,
                                         const store::MirrorRow& customer)
{
    const std::string id = seen.agreement ? seen.agreement->hubspot_id : seen.match->hubspot_id;
    const auto row = TRY(context.ledger.mirror.find(context.accounts.hubspot,
                                                    hubspot::api_name(hubspot::ObjectType::contact), id));
    if (!row) return std::nullopt;
    TwoWay facts{.hubspot = {},
                 .fields = customer_fields(),
                 .archived = row->state == store::MirrorState::deleted};
    for (const auto& [property, value] : TRY(fields_from_json(row->payload)))
        put_text(facts.hubspot, property, value);
    if (row->modified_at > customer.modified_at) facts.newer = Side::hubspot;
    facts.chosen = TRY(chosen_sides(
        context, context.record_key(store::ObjectType::contacts, QuickBooksId(seen.quickbooks_id)),
        facts.hubspot, seen.wanted));
    return facts;
}

Result<std::optional<Observation>> observe_contact(RunContext& context, const QuickBooksId& id)
{
    const auto row = TRY(mirrored(context, Entity::customer, id));
    if (!row) return std::nullopt;
    const quickbooks::Customer customer = TRY(quickbooks::decode_customer(TRY(Json::parse(row->payload))));
    const std::string email = contact_email(customer);
    const auto owner =
        TRY(context.ledger.queue.first_customer_with_email(context.accounts.quickbooks, email));
    const bool owns = !owner || *owner == id;
    Observation seen{.quickbooks_id = id.value,
                     .title = customer.display_name,
                     .wanted = contact_from_customer(customer, context.key_of(id),
                                                     owns ? EmailUse::own : EmailUse::taken)};
    seen.agreement = TRY(agreement_for(context, Object::contacts, id));
    if (!seen.agreement) seen.excluded = excluded_as_deleted(*row);
    if (!seen.agreement) seen.match = TRY(match_by_mark(context, customer));
    if (!seen.agreement && !seen.match && owns) seen.match = TRY(match_contact(context, email));
    seen.settings = context.settings_of(Object::contacts);
    // QuickBooks takes no change of a customer that was made inactive.
    if (!customer.active) seen.settings.in_quickbooks = WritePolicy::nothing;
    if (seen.settings.writes_quickbooks() && (seen.agreement || seen.match))
        seen.two_way = TRY(other_side(context, seen, *row));
    if (seen.two_way && seen.two_way->archived && seen.excluded.empty())
        seen.excluded = "archived in HubSpot";
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
    const quickbooks::Item item = TRY(quickbooks::decode_item(TRY(Json::parse(row->payload))));
    Observation seen{.quickbooks_id = id.value,
                     .title = item.name,
                     .wanted = product_from_item(item, context.key_of(id)),
                     .excluded = product_excluded(item)};
    seen.agreement = TRY(agreement_for(context, Object::products, id));
    if (!seen.agreement && seen.excluded.empty()) seen.excluded = excluded_as_deleted(*row);
    if (!seen.agreement && seen.excluded.empty()) seen.match = TRY(match_product(context, item));
    return seen;
}

Result<std::optional<Observation>> observe_invoice(RunContext& context, const QuickBooksId& id)
{
    const auto row = TRY(mirrored(context, Entity::invoice, id));
    if (!row) return std::nullopt;
    const quickbooks::Invoice invoice = TRY(quickbooks::decode_invoice(TRY(Json::parse(row->payload))));
    const WritableInvoiceFields writable = TRY(writable_invoice_fields(context));
    const std::string number = invoice.document_number;
    Observation seen{.quickbooks_id = id.value,
                     .title = number.empty() ? "Invoice without a number" : number,
                     .wanted = invoice_fields(invoice, context.key_of(id), context.today(), writable)};
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
