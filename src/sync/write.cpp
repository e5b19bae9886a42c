#include "sync/write.h"

#include "base/json.h"
#include "clients/hubspot/encode.h"
#include "sync/field_json.h"
#include "sync/property_names.h"

namespace app::sync {
namespace {

namespace hubspot = clients::hubspot;
using hubspot::ObjectType;
using store::IntentAction;

std::string upsert_body(const Write& write)
{
    std::vector<hubspot::UpsertInput> inputs;
    for (std::size_t at = 0; at < write.items.size(); ++at) {
        const WriteItem& item = write.items[at];
        inputs.push_back({.key = item.sent.at(key_property(write.type)),
                          .properties = item.sent,
                          .trace_id = trace_id_at(at)});
    }
    return hubspot::encode_batch_upsert(key_property(write.type), inputs);
}

std::string create_body(const Write& write)
{
    std::vector<hubspot::CreateInput> inputs;
    for (std::size_t at = 0; at < write.items.size(); ++at) {
        inputs.push_back(
            {.properties = write.items[at].sent, .associations = {}, .trace_id = trace_id_at(at)});
    }
    return hubspot::encode_batch_create(inputs);
}

std::string update_body(const Write& write)
{
    std::vector<hubspot::UpdateInput> inputs;
    for (std::size_t at = 0; at < write.items.size(); ++at) {
        const WriteItem& item = write.items[at];
        inputs.push_back(
            {.id = HubSpotId(item.hubspot_id), .properties = item.sent, .trace_id = trace_id_at(at)});
    }
    return hubspot::encode_batch_update(inputs);
}

std::string association_body(const Write& write)
{
    const bool to_contact = write.to == ObjectType::contact;
    const char* member = to_contact ? contact_association : invoice_association;
    std::vector<hubspot::AssociationInput> inputs;
    for (const WriteItem& item : write.items) {
        const HubSpotId other(item.agreed.at(member));
        const HubSpotId own(item.hubspot_id);
        if (to_contact) {
            inputs.push_back(
                {.from = own, .to = other, .type_ids = {hubspot::association::invoice_to_contact}});
        } else {
            inputs.push_back(
                {.from = other, .to = own, .type_ids = {hubspot::association::invoice_to_line_item}});
        }
    }
    return hubspot::encode_associations(inputs);
}

std::string dissociation_body(const Write& write)
{
    std::vector<hubspot::AssociationRemoval> inputs;
    for (const WriteItem& item : write.items) {
        inputs.push_back(
            {.from = HubSpotId(item.hubspot_id), .to = HubSpotId(item.sent.at(contact_association))});
    }
    return hubspot::encode_association_removals(inputs);
}

}  // namespace

bool is_association(const std::string& member)
{
    return member.starts_with('~');
}

Fields without_associations(const Fields& fields)
{
    Fields kept = fields;
    std::erase_if(kept, [](const auto& field) { return is_association(field.first); });
    return kept;
}

bool is_about_associations(IntentAction action)
{
    return action == IntentAction::associate || action == IntentAction::dissociate;
}

const char* key_property(ObjectType type)
{
    switch (type) {
    case ObjectType::contact: return property::customer_id;
    case ObjectType::product: return property::item_id;
    case ObjectType::invoice: return property::invoice_id;
    case ObjectType::line_item: return property::line_key;
    case ObjectType::company:
    case ObjectType::deal: break;
    }
    return "";
}

store::ObjectType stored_type(ObjectType type)
{
    if (type == ObjectType::contact) return store::ObjectType::contacts;
    if (type == ObjectType::product) return store::ObjectType::products;
    if (type == ObjectType::line_item) return store::ObjectType::line_items;
    return store::ObjectType::invoices;
}

ObjectType hubspot_type(store::ObjectType object)
{
    switch (object) {
    case store::ObjectType::contacts: return ObjectType::contact;
    case store::ObjectType::products: return ObjectType::product;
    case store::ObjectType::invoices: return ObjectType::invoice;
    case store::ObjectType::line_items: return ObjectType::line_item;
    }
    return ObjectType::contact;
}

std::string body_of(const Write& write)
{
    switch (write.action) {
    case IntentAction::upsert: return upsert_body(write);
    case IntentAction::create: return create_body(write);
    case IntentAction::update: return update_body(write);
    case IntentAction::associate: return association_body(write);
    case IntentAction::dissociate: return dissociation_body(write);
    case IntentAction::archive:
    case IntentAction::schema: break;
    }
    return {};
}

std::string path_of(const Write& write)
{
    const std::string version(hubspot::api_version);
    const std::string type(hubspot::api_name(write.type));
    if (is_about_associations(write.action)) {
        const bool creates = write.action == IntentAction::associate;
        return "crm/associations/" + version + "/invoices/" + std::string(hubspot::api_name(write.to)) +
               (creates ? "/batch/create" : "/batch/archive");
    }
    if (write.action == IntentAction::archive) {
        return "crm/objects/" + version + "/" + type + "/" + write.items.front().hubspot_id;
    }
    return "crm/objects/" + version + "/" + type + "/batch/" + std::string(store::word_of(write.action));
}

std::string trace_id_at(std::size_t position)
{
    return "i" + std::to_string(position);
}

std::string payload_of(const WriteItem& item)
{
    return JsonObject()
        .text("title", item.title)
        .text("hubspot_id", item.hubspot_id)
        .text("how", item.how)
        .raw("sent", json_of(item.sent))
        .raw("agreed", json_of(item.agreed))
        .str();
}

Result<WriteItem> item_from(const store::IntentItemRow& row)
{
    const Json payload = TRY(Json::parse(row.payload));
    return WriteItem{.key = row.key,
                     .title = TRY(payload.text("title")),
                     .hubspot_id = TRY(payload.text("hubspot_id")),
                     .how = TRY(payload.text("how")),
                     .sent = TRY(fields_from_json(TRY(payload.object("sent")).dump())),
                     .agreed = TRY(fields_from_json(TRY(payload.object("agreed")).dump()))};
}

}  // namespace app::sync
