#pragma once

#include <string>
#include <vector>

#include "clients/hubspot/types.h"
#include "sync/object.h"

namespace app::sync {

// One input of a batch that was sent.
struct SentItem {
    std::string trace_id;
    std::string key;         // value of the key property, empty when the type has none
    std::string hubspot_id;  // of an update
};

struct ItemOutcome {
    enum class Kind {
        done,
        refused,     // HubSpot says why
        unanswered,  // neither among results nor errors: unknown, look before repeating
    };
    Kind kind = Kind::unanswered;
    HubSpotId hubspot_id = {};
    bool is_new = false;
    Timestamp updated_at = {};  // zero when HubSpot does not say
    Fields held = {};           // the properties that HubSpot gave back
    std::string code = {};
    std::string message = {};
    std::string detail = {};
};

// Finds each input's outcome in a batch answer, which comes in any order and may be shorter: by
// trace id, else by HubSpot id, else by the key property. Never by position.
[[nodiscard]] std::vector<ItemOutcome> match_answer(const std::vector<SentItem>& items,
                                                    const clients::hubspot::BatchAnswer& answer,
                                                    const std::string& key_property);

// The record that HubSpot says exists already ("Contact already exists. Existing ID: 6001", the id
// is only in the text); empty when it names none.
[[nodiscard]] std::string existing_id(const std::string& message);

}  // namespace app::sync
