#pragma once

#include "base/money.h"
#include "features/pairs/view.h"

namespace app::features {

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

struct ContactDetailView {
    PairSidesView sides;
    ContactRowView row;
    std::int64_t invoice_count = 0;
};

using ContactsView = PairListView<ContactSort, ContactDetailView>;

}  // namespace app::features
