#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/task.h"
#include "clients/hubspot/encode.h"
#include "clients/hubspot/types.h"
#include "clients/session.h"

namespace app::clients::hubspot {

struct ListObjects {
    ObjectType type = ObjectType::contact;
    std::string after = {};  // `next_after` of the page before; empty for the first page
    std::vector<std::string> properties = {};
    std::vector<ObjectType> associations = {};
    bool archived = false;  // only records in the recycle bin instead of only the others
};

// What changed at or after `since`, by the property that moves with every change.
struct ChangedObjects {
    ObjectType type = ObjectType::contact;
    Timestamp since = {};
    HubSpotId after = {};  // the last id of the page before; empty for the first page
    std::vector<std::string> properties = {};
};

struct BatchRead {
    ObjectType type = ObjectType::contact;
    std::vector<std::string> ids = {};  // record ids, or values of `id_property`; 1 to 100
    std::string id_property = {};       // a unique property; empty for record ids
    std::vector<std::string> properties = {};
};

struct BatchReadAnswer {
    std::vector<ObjectRecord> records = {};
    std::vector<std::string> missing = {};  // what was asked for and HubSpot says is not there
};

// A stored batch: `body` is sent as it is, so that a repetition is the same request.
struct ObjectBatch {
    ObjectType type = ObjectType::contact;
    BatchAction action = BatchAction::upsert;
    std::string body = {};
    OperationId operation = {};
    Resend resend = Resend::no;
};

enum class AssociationAction { create, archive };

struct AssociationBatch {
    AssociationAction action = AssociationAction::create;
    ObjectType from = ObjectType::invoice;
    ObjectType to = ObjectType::line_item;
    std::string body = {};
    OperationId operation = {};
    Resend resend = Resend::no;
};

// HubSpot's API, as far as this program uses it. Errors are the session's; every method can fail with
// `malformed` when an answer is not what the API promises. Calls give way to the loop while they
// read large answers. The client must outlive its tasks.
class Client {
public:
    explicit Client(Session& session) : m_session(session) {}

    // HubSpot: Account information, details.
    Task<AccountDetails> account_details();

    // HubSpot: List objects. Ascending ids, without the search index's lag and 10,000 limit.
    Task<ObjectPage> list_objects(ListObjects query);

    // HubSpot: Search. Ascending ids, each page from the last id of the one before, so that neither changes
    // meanwhile nor the limit of 10,000 results hide a record. `next_after` only says that more may follow.
    // The index lags behind by some seconds, and archived records never come.
    Task<ObjectPage> changed_objects(ChangedObjects query);

    // HubSpot: Search. When the newest change of a record of the type was; nothing when there is none.
    Task<std::optional<Timestamp>> newest_change(ObjectType type);

    // HubSpot: Batch read. Never gives associations.
    Task<BatchReadAnswer> batch_read(BatchRead query);

    // HubSpot: Batch create, update, upsert. 200, 201 and 207 give the answer with its errors per
    // input; a batch refused as a whole is an Error. Create is a keyed write: after `timed_out` or
    // `malformed` it may have happened. Update and upsert are repeated by the session.
    Task<BatchAnswer> send_batch(ObjectBatch batch);

    // HubSpot: Associations, batch create and batch archive. Repeating either is harmless.
    Task<BatchAnswer> associate_batch(AssociationBatch batch);

    // HubSpot: Properties. All definitions that are not archived.
    Task<std::vector<PropertyDefinition>> property_definitions(ObjectType type);

    // HubSpot: Create property group. One of that name being there already is success.
    Task<> create_property_group(ObjectType type, NewPropertyGroup group, OperationId operation);

    // HubSpot: Create property. Gives the definition in force. One of that name being there already
    // is success when type, field type and uniqueness agree, else `conflict`. `rejected` when the
    // object type takes no unique property.
    Task<PropertyDefinition> create_property(ObjectType type, NewProperty property, OperationId operation);

    // HubSpot: Create object; for probing what can be written. `body` from encode_object.
    Task<ObjectRecord> create_object(ObjectType type, std::string body, OperationId operation);

    // HubSpot: Archive object. One that is gone already is success.
    Task<> archive_object(ObjectType type, HubSpotId id, OperationId operation);

private:
    Task<PropertyDefinition> existing_property(ObjectType type, NewProperty wanted);
    Task<BatchAnswer> send_inputs(Call call);

    Session& m_session;
};

}  // namespace app::clients::hubspot
