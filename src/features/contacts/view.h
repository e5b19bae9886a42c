#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "features/row_source.h"

namespace app::features {

// Where a record stands between the two systems.
enum class PairState { in_sync, waiting, failing, excluded, only_hubspot };
inline constexpr std::size_t pair_state_count = 5;

enum class ContactSort { name, email, company, balance, state };

struct ContactRowView {
    std::int64_t row_id = 0;  // negative for records that are only in HubSpot
    std::string name;
    std::string email;
    std::string phone;
    std::string company;
    Money balance;
    bool active = true;
    PairState state = PairState::waiting;
};

// One field as both sides hold it.
struct FieldPairView {
    std::string label;
    std::string quickbooks;
    std::string hubspot;
    bool differs = false;
};

struct RawFieldView {
    std::string name;
    std::string value;
};

struct ContactDetailView {
    ContactRowView row;
    std::vector<FieldPairView> fields;
    std::vector<RawFieldView> quickbooks_fields;
    std::vector<RawFieldView> hubspot_fields;
    std::string matched_how;  // "by e-mail", "created by Ledgerbridge", empty when not linked
    std::string problem;
    std::string quickbooks_url;
    std::string hubspot_url;
    std::int64_t invoice_count = 0;
};

struct ContactsView {
    LoadState state = LoadState::loading;
    std::string problem;
    std::int64_t count_all = 0;
    std::int64_t count_by_state[pair_state_count] = {};
    std::optional<PairState> filter;
    std::string search;
    ContactSort sort = ContactSort::name;
    bool ascending = true;
    std::optional<std::int64_t> selected;
    std::optional<ContactDetailView> detail;
};

}  // namespace app::features
