#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/hubspot/types.h"

// Bodies of HubSpot's write calls. Pure, and the same input always gives the same bytes: a body is
// stored before it is sent and repeated exactly.
namespace app::clients::hubspot {

struct InlineAssociation {
    HubSpotId to;
    std::vector<int> type_ids;  // HUBSPOT_DEFINED
};

struct CreateInput {
    Properties properties;
    std::vector<InlineAssociation> associations = {};
    std::string trace_id;
};

struct UpdateInput {
    HubSpotId id;
    Properties properties;
    std::string trace_id;
};

// `key` is the value of the unique property that identifies the record.
struct UpsertInput {
    std::string key;
    Properties properties;
    std::string trace_id;
};

struct AssociationInput {
    HubSpotId from;
    HubSpotId to;
    std::vector<int> type_ids;
};

struct AssociationRemoval {
    HubSpotId from;
    HubSpotId to;
};

// Every input carries its objectWriteTraceId, so that one bad input does not fail the others and
// each error can be told apart. At least one and at most `batch_inputs_max` inputs, trace ids distinct.
[[nodiscard]] std::string encode_batch_create(const std::vector<CreateInput>& inputs);
[[nodiscard]] std::string encode_batch_update(const std::vector<UpdateInput>& inputs);
[[nodiscard]] std::string encode_batch_upsert(std::string_view id_property,
                                              const std::vector<UpsertInput>& inputs);
// At most `association_inputs_max` inputs.
[[nodiscard]] std::string encode_associations(const std::vector<AssociationInput>& inputs);
// All types of association between the two. At most `batch_inputs_max` inputs.
[[nodiscard]] std::string encode_association_removals(const std::vector<AssociationRemoval>& inputs);

[[nodiscard]] std::string encode_object(const Properties& properties,
                                        const std::vector<InlineAssociation>& associations);
[[nodiscard]] std::string encode_batch_read(const std::vector<std::string>& ids, std::string_view id_property,
                                            const std::vector<std::string>& properties);
// Changed at or after `since`, with an id above `after` unless it is empty, in order of id.
[[nodiscard]] std::string encode_changed_search(ObjectType type, Timestamp since, const HubSpotId& after,
                                                const std::vector<std::string>& properties);
// The one record that changed last.
[[nodiscard]] std::string encode_newest_search(ObjectType type);
[[nodiscard]] std::string encode_property_group(const NewPropertyGroup& group);
[[nodiscard]] std::string encode_property(const NewProperty& property);

}  // namespace app::clients::hubspot
